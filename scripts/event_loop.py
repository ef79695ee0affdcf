"""Tasks that take turns on one thread."""

import os, sys
sys.path[0] = os.path.join(os.path.dirname(__file__), "about")  # this folder has its own queue.py

import asyncio
import threading
from twin import either, lesson, say, seconds, whole

order = []
threads = set()


async def worker(number, steps, delay):
    name = either(f"task {number}", f"任务 {number}")
    for step in range(1, steps + 1):
        say(f"{name}: step {step} of {steps}, then await",
            f"{name}：第 {step} 步（共 {steps} 步），然后 await 让出")
        order.append(number)
        threads.add(threading.current_thread().name)
        await asyncio.sleep(delay)  # the switch point: the loop goes on with another task
    say(f"{name}: has ended", f"{name}：执行完毕")
    return steps


async def all_of(tasks, steps, delay):
    running = [
        asyncio.create_task(worker(number, steps, delay)) for number in range(1, tasks + 1)
    ]
    return await asyncio.gather(*running)


def program(given):
    results = asyncio.run(all_of(given.tasks, given.steps, given.delay))
    switches = sum(task != before for task, before in zip(order[1:], order))
    return {"order": order, "switches": switches, "threads": list(threads), "results": results}


if __name__ == "__main__":
    lesson(program, tasks=whole(3, 1, 50), steps=whole(3, 1, 100), delay=seconds(0.5))
