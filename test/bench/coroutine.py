"""The workloads of coroutine.ts on CPython's coroutines and asyncio, printed in the same form."""

import asyncio
import json
import time
import types

ROUNDS = 11


def measure(workload, body):
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        body()
        times.append((time.perf_counter() - begin) * 1000)
    times.sort()
    line = {"workload": workload, "ms": round(times[0], 2), "median": round(times[ROUNDS // 2], 2)}
    print(json.dumps(line), flush=True)


# A generator-based coroutine can yield by itself; an `async def` would need one more await for it.
@types.coroutine
def counter():
    i = 0
    while True:
        yield i
        i += 1


async def chain(depth):
    await (chain(depth - 1) if depth > 1 else counter())


def drive(counting, sends):
    send = counting.send
    for _ in range(sends):
        send(None)
    assert send(None) == sends
    counting.close()


async def give(value):
    return value


async def many_tasks(count):
    tasks = [asyncio.create_task(give(i)) for i in range(count)]
    total = 0
    for task in tasks:
        total += await task
    return total


async def sleeper(times):
    for _ in range(times):
        await asyncio.sleep(0)
    return times


async def many_sleeps(count):
    results = await asyncio.gather(*[sleeper(100) for _ in range(count)])
    return len(results)


def tasks():
    assert asyncio.run(many_tasks(100_000)) == 4_999_950_000


def sleeps():
    assert asyncio.run(many_sleeps(1000)) == 1000


measure("coroutine, 1,000,000 switches", lambda: drive(counter(), 1_000_000))
measure("coroutine, chain of 50, 20,000 sends", lambda: drive(chain(49), 20_000))
measure("run, 100,000 tasks", tasks)
measure("gather of 1,000 tasks, 100 sleeps each", sleeps)
