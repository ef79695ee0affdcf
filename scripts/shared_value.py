"""One number that several processes change, with its lock and without."""

import os, sys
sys.path[0] = os.path.join(os.path.dirname(__file__), "about")  # this folder has its own queue.py

import contextlib
import time
from multiprocessing import Barrier, Process, SimpleQueue, Value
from twin import counted, lesson, say, seconds, toggle, whole


def change(score, times, gap, locked, together, results, at):
    """Adds 1, so many times, and tells which numbers it wrote."""
    together.wait()  # starting a process takes longer than its work
    written = []
    for _ in range(times):
        with score.get_lock() if locked else contextlib.nullcontext():
            seen = score.value
            time.sleep(gap)  # what it does with the number; meanwhile the others run
            score.value = seen + 1
        written.append(seen + 1)
    pid = os.getpid()
    say(f"process {pid} has added 1, {counted(times, 'time')}; it reads {score.value}",
        f"进程 {pid} 加 1 共 {times} 次；它最后读到 {score.value}")
    results.put((at, {"pid": pid, "written": written}))


def program(given):
    score, together = Value("i", 0), Barrier(given.processes)  # of this number no process has a copy
    results = SimpleQueue()
    processes = [
        Process(target=change,
                args=(score, given.times, given.gap, given.lock, together, results, at))
        for at in range(given.processes)
    ]
    for child in processes:
        child.start()
    changed = dict(results.get() for _ in processes)
    for child in processes:
        child.join()
    expected = given.processes * given.times
    say(f"the main process reads {score.value} of {expected}",
        f"主进程读到的是 {score.value}，应为 {expected}")
    return {"value": score.value, "expected": expected,
            "changed": [changed[at] for at in range(given.processes)]}


if __name__ == "__main__":
    lesson(program, processes=whole(3, 1, 12), times=whole(20, 1, 1000), gap=seconds(0.005),
           lock=toggle(True))
