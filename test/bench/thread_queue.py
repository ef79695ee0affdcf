import multiprocessing
import queue
import threading

from kit import best, is_wanted, report

INTEGERS, BLOCKS, MIB = 100_000, 1_000, 1 << 20


def produce_integers(items):
    for i in range(INTEGERS):
        items.put(i)


def consume_integers(items):
    total = 0
    for _ in range(INTEGERS):
        total += items.get()
    assert total == INTEGERS * (INTEGERS - 1) // 2


def produce_blocks(items):
    block = b"\7" * MIB
    for _ in range(BLOCKS):
        items.put(block)


def integers():
    items = queue.Queue()
    producer = threading.Thread(target=produce_integers, args=(items,))
    consumer = threading.Thread(target=consume_integers, args=(items,))
    producer.start()
    consumer.start()
    producer.join()
    consumer.join()


def blocks():
    items = multiprocessing.Queue(16)
    producer = multiprocessing.Process(target=produce_blocks, args=(items,))
    producer.start()
    for _ in range(BLOCKS):
        assert len(items.get()) == MIB
    producer.join()


if __name__ == "__main__":
    row = "queue, 100,000 integers, blocking"
    if is_wanted(row):
        report(row, best(3, integers))
    row = "queue, 1,000 x 1 MiB"
    if is_wanted(row):
        report(row, best(2, blocks))
