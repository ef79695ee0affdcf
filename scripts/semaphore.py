"""At most so many threads inside at once."""

import os, sys
sys.path[0] = os.path.join(os.path.dirname(__file__), "about")  # this folder has its own queue.py

import threading
import time
from contextlib import nullcontext
from twin import lesson, moment, say, seconds, toggle, whole

inside = 0
counting = threading.Lock()  # changing a variable and seeing the result are two steps


def visit(guest, places, delay, together, visits):
    global inside
    together.wait()
    came = moment()
    with places:  # waits while no place is free
        with counting:
            inside += 1
            now = inside
        entered = moment()
        say(f"guest {guest} comes in", f"客人 {guest} 进来")
        time.sleep(delay)
        say(f"guest {guest} goes", f"客人 {guest} 离开")
        with counting:
            inside -= 1
        left = moment()
    visits[guest - 1] = {"now": now, "came": came, "from": entered, "to": left}


def program(given):
    places = threading.Semaphore(given.places) if given.semaphore else nullcontext()
    together, visits = threading.Barrier(given.guests), [None] * given.guests
    threads = [
        threading.Thread(target=visit, args=(i + 1, places, given.delay, together, visits))
        for i in range(given.guests)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"visits": visits, "peak": max(each["now"] for each in visits)}


if __name__ == "__main__":
    lesson(program, guests=whole(6, 1, 16), places=whole(2, 1, 16), delay=seconds(0.3),
           semaphore=toggle(True))
