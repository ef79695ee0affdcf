"""Counting and selling in one step or in two; Python has one step only behind a lock."""

import os, sys
sys.path[0] = os.path.join(os.path.dirname(__file__), "about")  # this folder has its own queue.py

import threading
from contextlib import nullcontext
from twin import lesson, say, toggle, whole


class Value:
    """A number that threads share."""

    def __init__(self, value):
        self.value = value


def count(total, times, step, together):
    together.wait()  # starting a thread takes longer than some of its work
    for _ in range(times):
        with step:
            total.value += 1  # a read, then a write


def sell(seats, sold, step, together):
    together.wait()
    mine = 0
    while True:
        with step:
            if seats.value <= 0:
                break
            seats.value -= 1  # if nothing holds the others off, it may be gone by now
        mine += 1
    sold.append(mine)


def run(many, target, *args):
    args += (threading.Barrier(many),)
    threads = [threading.Thread(target=target, args=args) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def program(given):
    many = given.threads
    # What has to be one step is done under a lock: there is no compare-and-exchange.
    step = threading.Lock() if given.atomic else nullcontext()
    total, seats, sold = Value(0), Value(given.seats), []
    run(many, count, total, given.times, step)
    expected = many * given.times
    say(f"counted: {total.value} of {expected}", f"计数：{total.value}，应为 {expected}")
    run(many, sell, seats, sold, step)
    say(f"sold: {sum(sold)} of {given.seats} seats",
        f"售出：{sum(sold)} 个座位，应为 {given.seats} 个")
    return {"total": total.value, "expected": expected, "sold": sold, "left": seats.value}


if __name__ == "__main__":
    lesson(program, threads=whole(4, 1, 12), times=whole(50_000, 1, 1_000_000),
           seats=whole(20_000, 1, 1_000_000), atomic=toggle(True))
