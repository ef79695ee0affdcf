"""A coroutine that is driven by hand with send."""

import os, sys
sys.path[0] = os.path.join(os.path.dirname(__file__), "about")  # this folder has its own queue.py

import asyncio
import inspect
import time
from twin import lesson, say, seconds, whole

lazy = []
task_order = []


async def get_data_from_db(counter, delay):
    lazy.append("began")
    data = []
    say(f"argument counter: {counter}", f"参数 counter：{counter}")
    for i in range(counter):
        time.sleep(delay)
        data.append(i)
    lazy.append("ended")
    return data


async def get_data_in_a_task(counter):
    task_order.append("began")
    say(f"argument counter: {counter}", f"参数 counter：{counter}")


async def beside(counter):
    task = asyncio.create_task(get_data_in_a_task(counter))
    task_order.append("called")
    say("create_task returned a task, and the line above is still to come",
        "create_task 返回了一个任务，参数那一行还没有打印")
    await task  # only now the loop sends to it


def program(given):
    coroutine_obj = get_data_from_db(given.counter, given.delay)
    lazy.append("called")
    states = [state_of(coroutine_obj)]
    say(f"the call returned: {coroutine_obj}", f"协程函数返回了 {coroutine_obj}")

    say("now send(None):", "现在调用 send(None)：")
    value = []
    try:
        coroutine_obj.send(None)
    except StopIteration as stop:
        value = stop.value
        say(f"it ended: send() throws StopIteration, which carries {stop}", f"协程结束，抛出 StopIteration，里面是返回值 {stop}")
    states.append(state_of(coroutine_obj))

    say("beside it, a task of asyncio:", "对照：asyncio 的任务")
    asyncio.run(beside(given.counter))
    held = lazy == ["called", "began", "ended"] and value == list(range(given.counter))
    return {"coroutine": lazy, "task": task_order, "value": value, "states": states, "held": held}


def state_of(coroutine_obj):
    return inspect.getcoroutinestate(coroutine_obj).removeprefix("CORO_").lower()


if __name__ == "__main__":
    lesson(program, counter=whole(5, 1, 1000), delay=seconds(1))
