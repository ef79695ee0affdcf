"""Work that main gives up: it stops only if somebody tells it, and a full queue holds it back."""

import os, sys
sys.path[0] = os.path.join(os.path.dirname(__file__), "about")  # this folder has its own queue.py

import asyncio
from twin import clock, lesson, say, seconds, toggle, whole

now = clock()
pieces = []
patient = True  # main still waits for the work
most = 0  # items in the queue


def note(who, item, begun):
    pieces.append({"who": who, "item": item, "from": begun, "to": now(), "late": not patient})
    say(*{"makes": (f"makes {item}", f"生产第 {item} 件"), "uses": (f"  uses {item}", f"  用掉第 {item} 件")}[who])


async def produce(queue, items, delay):
    global most
    try:
        for item in range(1, items + 1):
            begun = now()
            await asyncio.sleep(delay)  # so long it takes to make one
            note("makes", item, begun)
            await queue.put(item)  # while the queue is full, this waits
            most = max(most, queue.qsize())
    finally:
        say("the producer cleans up", "生产者清理")  # however it ends


def compute(delay):
    """No await: nobody else has a turn, not even who wants to stop it."""
    end = now() + delay
    while now() < end:
        pass


async def consume(queue, items, delay, busy):
    try:
        for _ in range(items):
            item, begun = await queue.get(), now()
            if busy:
                compute(delay)
            else:
                await asyncio.sleep(delay)
            note("uses", item, begun)
    finally:
        say("the consumer cleans up", "消费者清理")


async def work(given):
    global patient
    queue = asyncio.Queue(given.bound)  # 0: without a bound
    tasks = [asyncio.create_task(produce(queue, given.items, given.delay)),
             asyncio.create_task(consume(queue, given.items, 3 * given.delay, given.busy))]
    _, pending = await asyncio.wait(tasks, timeout=given.timeout)  # it cancels nothing
    gave_up = now() if pending else None
    if pending:
        patient = False
        say("main gives up and cancels both" if given.cancel else "main only stops waiting",
            "主程序不再等，并取消两者" if given.cancel else "主程序只是不再等")
        if given.cancel:
            for task in tasks:
                task.cancel()
    ends = await asyncio.gather(*tasks, return_exceptions=True)
    say("both have ended", "两者都结束了")
    stopped = sum(isinstance(end, asyncio.CancelledError) for end in ends)
    return {"pieces": pieces, "most": most, "gaveUp": gave_up, "stopped": stopped}


def program(given):
    return asyncio.run(work(given))


if __name__ == "__main__":
    lesson(program, items=whole(12, 1, 200), delay=seconds(0.1), timeout=seconds(1),
           bound=whole(2, 0, 100), cancel=toggle(True), busy=toggle(False))
