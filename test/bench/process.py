import time
from multiprocessing import get_context

from kit import best, is_wanted, report

STARTS = 10
INTEGERS = 100_000
BLOCKS = 1000
BLOCK = 1 << 20
LOCKS = 2000
context = get_context("spawn")


def nothing():
    pass


def produce(queue, go, count):
    go.get()
    for i in range(count):
        queue.put(i)


def produce_blocks(queue, go, count):
    block = bytes(BLOCK)
    go.get()
    for _ in range(count):
        queue.put(block)


def consume(queue, ready, count, answer):
    ready.put(None)
    queue.get()
    start = time.perf_counter()
    for _ in range(1, count):
        queue.get()
    answer.put((time.perf_counter() - start) * 1000)


def lock_and_release(lock, count, answer):
    lock.acquire()
    lock.release()
    start = time.perf_counter()
    for _ in range(count):
        lock.acquire()
        lock.release()
    answer.put((time.perf_counter() - start) * 1000 / count)


def start(target, *args):
    process = context.Process(target=target, args=args)
    process.start()
    return process


def child_to_child(target, count):
    queue, ready, go, answer = (context.Queue() for _ in range(4))
    consumer = start(consume, queue, ready, count, answer)
    producer = start(target, queue, go, count)
    ready.get()
    go.put(None)
    ms = answer.get()
    producer.join()
    consumer.join()
    return ms


def parent_to_child(count):
    queue, ready, answer = (context.Queue() for _ in range(3))
    consumer = start(consume, queue, ready, count, answer)
    ready.get()
    block = bytes(BLOCK)
    for _ in range(count):
        queue.put(block)
    ms = answer.get()
    consumer.join()
    return ms


def managed_lock():
    with context.Manager() as manager:
        answer = context.Queue()
        lock = manager.Lock()
        process = start(lock_and_release, lock, LOCKS, answer)
        ms = answer.get()
        process.join()
        return ms


def least(rounds, body):
    return min(body() for _ in range(rounds))


rows = {
    "process start + join": lambda: best(STARTS, lambda: start(nothing).join()),
    "process queue, 100,000 integers": lambda: least(3, lambda: child_to_child(produce, INTEGERS)),
    "process queue, 1,000 x 1 MiB, parent to child": lambda: least(3, lambda: parent_to_child(BLOCKS)),
    "process queue, 1,000 x 1 MiB, child to child": lambda: least(
        3, lambda: child_to_child(produce_blocks, BLOCKS)
    ),
    "process lock, acquire + release": lambda: least(3, managed_lock),
}

if __name__ == "__main__":
    for name, body in rows.items():
        if is_wanted(name):
            report(name, body())
