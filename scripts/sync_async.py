"""The same waits, blocking and asynchronous; and why work gains nothing by it."""

import os, sys
sys.path[0] = os.path.join(os.path.dirname(__file__), "about")  # this folder has its own queue.py

import asyncio
import time
from twin import clock, lesson, say, seconds, whole


def wait_blocking(task, delay, now):
    begun = now()
    say(f"  task {task} begins to wait", f"  任务 {task} 开始等待")
    time.sleep(delay)  # the whole thread stands still
    return done(task, begun, now())


async def wait_asynchronously(task, delay, now):
    begun = now()
    say(f"  task {task} begins to wait", f"  任务 {task} 开始等待")
    await asyncio.sleep(delay)  # the loop goes on with something else
    return done(task, begun, now())


def done(task, begun, ended):
    say(f"  task {task} is done after {span(ended)}", f"  任务 {task} 在 {span(ended)} 时完成")
    return {"from": begun, "to": ended}


def count_primes(below):
    count = 0
    for n in range(2, below):
        divisor = 2
        while divisor * divisor <= n and n % divisor != 0:
            divisor += 1
        count += divisor * divisor > n
    return count


async def count_asynchronously(below):
    return count_primes(below)


async def gathered(coroutines):
    return await asyncio.gather(*coroutines)


def span(time):
    return f"{time:.2f} s" if time < 10 else f"{time:.1f} s"


def program(given):
    tasks = range(1, given.tasks + 1)

    say("blocking: each task waits for the one before it", "同步（阻塞）：每个任务都要等前一个任务结束")
    now = clock()
    blocking_waits = [wait_blocking(task, given.delay, now) for task in tasks]
    blocking = now()
    say(f"  in all: {span(blocking)}", f"  总共用时：{span(blocking)}")

    say("asynchronous: all tasks wait at the same time", "异步：所有任务同时等待")
    now = clock()
    waits = asyncio.run(gathered(wait_asynchronously(task, given.delay, now) for task in tasks))
    asynchronous = now()
    say(f"  in all: {span(asynchronous)}", f"  总共用时：{span(asynchronous)}")

    say("counting primes: work for the processor instead of waiting",
        "数素数：不是等待，而是占用 CPU 的计算")
    now = clock()
    for _ in tasks:
        count_primes(200_000)
    one = now()
    now = clock()
    asyncio.run(gathered(count_asynchronously(200_000) for _ in tasks))
    other = now()
    say(f"  one after another: {span(one)}; as asynchronous functions: {span(other)}",
        f"  依次执行：{span(one)}；写成异步函数：{span(other)}")
    return {"blocking": blocking, "asynchronous": asynchronous, "cpuBlocking": one,
            "cpuAsynchronous": other, "blockingWaits": blocking_waits, "asynchronousWaits": waits}


if __name__ == "__main__":
    lesson(program, tasks=whole(3, 1, 100), delay=seconds(1))
