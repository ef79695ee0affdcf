"""A bounded buffer by hand: threads that wait for room and for items."""

import os, sys
sys.path[0] = os.path.join(os.path.dirname(__file__), "about")  # this folder has its own queue.py

import threading
import time
from twin import either, lesson, say, seconds, toggle, whole


class Buffer:
    """Places in a row, and how many items went in and out so far."""

    def __init__(self, size):
        lock = threading.Lock()
        self.places, self.put, self.taken = [0] * size, 0, 0
        self.not_empty, self.not_full = threading.Condition(lock), threading.Condition(lock)

    def held(self):
        return self.put - self.taken


def produce(buffer, items, delay, wake_all):
    for item in range(1, items + 1):
        time.sleep(delay)
        with buffer.not_full:
            while buffer.held() >= len(buffer.places):
                buffer.not_full.wait()
            buffer.places[(item - 1) % len(buffer.places)] = item
            buffer.put += 1
            if wake_all:
                buffer.not_empty.notify_all()
            else:
                buffer.not_empty.notify()


def consume(buffer, taker, items, again):
    name = taker["name"]
    for _ in range(items):
        with buffer.not_empty:
            while buffer.held() < 1:
                buffer.not_empty.wait()
                taker["vain"] += buffer.held() < 1  # woken, and there was nothing
                if not again:
                    break  # as after an `if`: who was woken goes on
            turn = buffer.taken
            buffer.taken += 1
            item = buffer.places[turn % len(buffer.places)]
            say(f"{name} takes from an empty place" if item == 0 else f"{name} takes item {item}",
                f"{name} 从空位上取" if item == 0 else f"{name} 取走第 {item} 件")
            taker["got"].append({"turn": turn, "item": item})
            buffer.not_full.notify()


def program(given):
    buffer, many = Buffer(given.size), given.consumers
    takers = [{"name": either(f"consumer {i}", f"消费者 {i}"), "vain": 0, "got": []}
              for i in range(1, many + 1)]
    threads = [threading.Thread(target=consume, args=(buffer, taker, given.items, given.again))
               for taker in takers]
    threads.append(threading.Thread(
        target=produce, args=(buffer, many * given.items, given.delay, given.all)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"takers": takers}


if __name__ == "__main__":
    lesson(program, consumers=whole(3, 1, 8), items=whole(4, 1, 50), size=whole(2, 1, 100),
           delay=seconds(0.05), again=toggle(True), all=toggle(True))
