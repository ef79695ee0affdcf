"""One task that computes stops every timer of its thread; in a process of its own it does not."""

import os, sys
sys.path[0] = os.path.join(os.path.dirname(__file__), "about")  # this folder has its own queue.py

import asyncio
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from twin import counted, lesson, moment, say, seconds, toggle


def compute(work):
    """Counts primes for so many seconds. It never waits: nothing else runs on its loop."""
    begin = moment()
    primes, n = 0, 2
    while moment() - begin < work * 1000:
        divisor = 2
        while divisor * divisor <= n and n % divisor != 0:
            divisor += 1
        primes += divisor * divisor > n
        n += 1
    return begin, moment()


async def compute_async(work):
    return compute(work)  # the word alone moves nothing


async def elsewhere(executor, work):
    with executor(1) as pool:
        return await asyncio.get_running_loop().run_in_executor(pool, compute, work)


BEGINS = {
    "loop": ("on the loop: a function that computes", "在事件循环上：一个一直计算的函数"),
    "async": ("on the loop again: the same, as an async function",
              "还在事件循环上：同样的函数，写成 async"),
    "thread": ("in a thread", "在另一个线程里"),
    "process": ("in a child process", "在子进程里"),
}


async def beside_a_clock(where, work, tick):
    say(*BEGINS[where])
    ticks, began = [], moment()

    async def clock():
        while True:
            await asyncio.sleep(tick)
            ticks.append(moment())
            say(f"  tick {len(ticks)}", f"  滴答 {len(ticks)}")

    going = asyncio.create_task(clock())
    await asyncio.sleep(tick * 2.5)  # the clock is going
    if where == "loop":
        begin, end = compute(work)
    elif where == "async":
        begin, end = await compute_async(work)
    else:
        executor = ThreadPoolExecutor if where == "thread" else ProcessPoolExecutor
        begin, end = await elsewhere(executor, work)
    going.cancel()
    during = sum(begin < at < end for at in ticks)
    say(f"  ticks while it computed: {during}", f"  计算期间：{during} 次滴答")
    return {"where": where, "during": during, "from": (begin - began) / 1000,
            "to": (end - began) / 1000, "ticks": [(at - began) / 1000 for at in ticks]}


async def all_parts(given):
    order = ["loop", "thread", "process"] if given.away else ["loop", "async"]
    return [await beside_a_clock(where, given.work, given.tick) for where in order]


def program(given):
    return {"parts": asyncio.run(all_parts(given))}


if __name__ == "__main__":
    lesson(program, work=seconds(1), tick=seconds(0.2), away=toggle(True))
