"""What a workload of the benchmark needs, as in kit.ts."""

import json
import os
import time


def report(workload, ms):
    print(json.dumps({"workload": workload, "ms": ms}), flush=True)


def measure(body):
    start = time.perf_counter()
    body()
    return (time.perf_counter() - start) * 1000


def best(rounds, body):
    body()
    return min(measure(body) for _ in range(rounds))


def is_wanted(workload):
    words = os.environ.get("INTERLEAVE_BENCH_ONLY", "")
    return words == "" or any(word in workload for word in words.split("\n"))
