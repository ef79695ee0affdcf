"""Four ways to do several jobs: which is first when they wait, which when they compute."""

import os, sys
sys.path[0] = os.path.join(os.path.dirname(__file__), "about")  # this folder has its own queue.py

import asyncio
import multiprocessing
import threading
import time
from multiprocessing import Pool
from multiprocessing.pool import ThreadPool
from twin import clock, counted, lesson, say, seconds, toggle, whole


def wait(delay):
    time.sleep(delay)  # the thread stands still, and needs no processor
    return delay


def compute(rounds):
    value = 1
    for i in range(rounds * 10_000):
        value = (value * 69_069 + i) % 2**32
    return value


def rounds_in(work):
    """How many rounds take so many seconds, by the fastest of ten tries."""
    tries = []
    for _ in range(10):
        began = time.perf_counter()
        compute(20)
        tries.append(time.perf_counter() - began)
    return max(1, round(20 * work / min(tries)))


together = {"now": 0, "most": 0}  # asynchronous jobs that have begun and not ended


async def asynchronous(job, amount, block):
    together["now"] += 1
    together["most"] = max(together.values())
    if job is wait and not block:
        await asyncio.sleep(amount)  # the thread goes on with the other jobs
        result = amount
    else:
        result = job(amount)
    together["now"] -= 1
    return result


async def gathered(job, amounts, block):
    return await asyncio.gather(*(asynchronous(job, amount, block) for amount in amounts))


def share(barrier):
    global met  # a barrier is inherited by the workers; it cannot be sent to them
    met = barrier


def meet(_):
    met.wait()  # until every worker of the pool has started


NAMES = {"alone": ("one after another", "逐个执行"), "async": ("asynchronous", "异步"),
         "threads": ("threads", "线程"), "processes": ("processes", "进程")}


def measured(ways, given):
    cells, at_once = [], []
    for job in (wait, compute):
        waits = job is wait
        say(f"{counted(given.jobs, 'job')}, and they {'wait' if waits else 'compute'}",
            f"{given.jobs} 个任务，都在{'等待' if waits else '计算'}")
        amount = given.wait if waits else rounds_in(given.work)
        expected = job(amount)
        together["most"] = 0
        for way, run in ways.items():
            now = clock()
            results = run(job, [amount] * given.jobs)
            took = now()
            cells.append({"kind": job.__name__, "way": way, "time": took,
                          "same": all(result == expected for result in results)})
            english, chinese = NAMES[way]
            say(f"  {english}: {took:.2f} s", f"  {chinese}：{took:.2f} s")
        at_once.append(together["most"])
    waiting, computing = at_once
    return {"cells": cells, "waiting": waiting, "computing": computing, "cores": os.cpu_count()}


def program(given):
    jobs = given.jobs
    # The processes first: to fork while threads run may copy a lock that nobody will release.
    processes = Pool(jobs, share, (multiprocessing.Barrier(jobs),))
    processes.map(meet, range(jobs), chunksize=1)
    threads = ThreadPool(jobs, share, (threading.Barrier(jobs),))
    threads.map(meet, range(jobs), chunksize=1)
    say(f"started two pools: {counted(jobs, 'thread')}, "
        f"{counted(jobs, 'process', 'processes')}",
        f"已启动：{jobs} 个线程，{jobs} 个进程")
    facts = measured({
        "alone": lambda job, amounts: [job(amount) for amount in amounts],
        "async": lambda job, amounts: asyncio.run(gathered(job, amounts, given.block)),
        "threads": lambda job, amounts: threads.map(job, amounts, chunksize=1),
        "processes": lambda job, amounts: processes.map(job, amounts, chunksize=1),
    }, given)
    for pool in (threads, processes):
        pool.close()
        pool.join()
    return facts


if __name__ == "__main__":
    lesson(program, jobs=whole(4, 1, 16), wait=seconds(0.2), work=seconds(0.2),
           block=toggle(False))
