"""Philosophers around a table, a fork between each two."""

import os, sys
sys.path[0] = os.path.join(os.path.dirname(__file__), "about")  # this folder has its own queue.py

import threading
import time
from contextlib import nullcontext
from twin import clock, lesson, say, seconds, toggle, whole


def dine(who, forks, turned, waiter, meals, delay, progress):
    left, right = forks[who], forks[(who + 1) % len(forks)]
    first, second = (right, left) if turned else (left, right)
    for meal in range(1, meals + 1):
        with waiter, first:  # the waiter lets in one less than there are forks
            progress[who] += 1
            time.sleep(delay)  # reaches for the other fork
            with second:
                progress[who] += 1
                say(f"seat {who + 1} eats meal {meal}", f"{who + 1} 号哲学家吃第 {meal} 顿")


def start(given, progress):
    forks = [threading.Lock() for _ in progress]
    waiter = threading.Semaphore(given.seats - 1) if given.waiter else nullcontext()
    threads = []
    for who in range(given.seats):
        turned = given.order and who == given.seats - 1  # the last one takes the right fork first
        args = (who, forks, turned, waiter, given.meals, given.delay, progress)
        # Daemons, or the program could not end while they wait for ever.
        threads.append(threading.Thread(target=dine, args=args, daemon=True))
    for thread in threads:
        thread.start()
    return threads


def program(given):
    progress = [0] * given.seats  # two for each meal, odd with only the first fork in the hand
    threads, now = start(given, progress), clock()
    seen, since, stuck = progress[:], now(), False
    while not stuck and any(thread.is_alive() for thread in threads):
        time.sleep(0.02)
        if progress != seen:
            seen, since = progress[:], now()
        waiting = now() - since > given.delay + 0.2
        stuck = waiting and all(steps % 2 == 1 for steps in seen)
    for who in range(given.seats) if stuck else ():
        other = (who + 1) % given.seats + 1
        say(f"seat {who + 1} waits for fork {other}, held by seat {other}",
            f"{who + 1} 号哲学家在等 {other} 号叉子，叉子在 {other} 号哲学家手里")
    return {"stuck": stuck, "eaten": [steps // 2 for steps in progress], "seconds": now()}


if __name__ == "__main__":
    lesson(program, seats=whole(5, 2, 12), meals=whole(10, 1, 100), delay=seconds(0.02),
           order=toggle(True), waiter=toggle(False))
