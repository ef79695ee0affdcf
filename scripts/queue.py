"""Processes that pass items through a queue."""

import os, sys
sys.path[0] = os.path.join(os.path.dirname(__file__), "about")  # this folder has its own queue.py

import time
from multiprocessing import Process, Queue, SimpleQueue
from twin import lesson, say, seconds, whole


def set_data(q, items, delay, results, at):
    pid = os.getpid()
    for item in items:
        say(f"process {pid} puts {item} into the queue", f"进程 {pid} 将值 {item} 放入队列")
        q.put(item)
        time.sleep(delay)
    results.put((at, {"pid": pid, "items": items}))


def get_data(q, count, results, at):
    pid, items = os.getpid(), []
    for _ in range(count):
        value = q.get()  # waits until there is one
        say(f"process {pid} gets {value} from the queue", f"进程 {pid} 从队列取到值 {value}")
        items.append(value)
    results.put((at, {"pid": pid, "items": items}))


def shares(items, count):
    """Shared out as evenly as can be, in turns of their order."""
    ends = [i * len(items) // count for i in range(count + 1)]
    return [items[begin:end] for begin, end in zip(ends, ends[1:])]


def program(given):
    que, results = Queue(), SimpleQueue()
    data = list(range(1, given.items + 1))
    putting, getting = shares(data, given.producers), shares(data, given.consumers)
    processes = [Process(target=set_data, args=(que, items, given.delay, results, at))
                 for at, items in enumerate(putting)]
    processes += [Process(target=get_data, args=(que, len(items), results, at + len(putting)))
                  for at, items in enumerate(getting)]
    for child in processes:
        child.start()
    found = dict(results.get() for _ in processes)
    for child in processes:
        child.join()
    say("the main process has ended", "主进程执行完毕！")
    workers = [found[at] for at in range(len(processes))]
    return {"producers": workers[:len(putting)], "consumers": workers[len(putting):]}


if __name__ == "__main__":
    lesson(program, items=whole(10, 1, 500), delay=seconds(2), producers=whole(1, 1, 16),
           consumers=whole(1, 1, 16))
