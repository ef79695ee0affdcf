import time
from multiprocessing import get_context
from multiprocessing.pool import ThreadPool

from kit import best, is_wanted, measure, report

TASKS = 10_000
CALLS = 500


def noop(n):
    return n


def work(_):
    end = time.perf_counter() + 0.00005
    while time.perf_counter() < end:
        pass


def row(name, rounds, body, divide=1):
    if is_wanted(name):
        report(name, best(rounds, body) / divide)


def one_by_one(pool):
    for i in range(CALLS):
        pool.apply(noop, (i,))


def apply_async(pool):
    for result in [pool.apply_async(noop, (n,)) for n in range(TASKS)]:
        result.get()


if __name__ == "__main__":
    numbers = range(TASKS)
    with get_context("spawn").Pool(2) as pool, ThreadPool(2) as threads:
        row("Pool(2).map, 10,000 no-ops, default chunks", 20, lambda: pool.map(noop, numbers))
        # The base of both: Python's own thread pool is no faster than its pool of processes.
        row(
            "ThreadPool(2).map, 10,000 no-ops, default chunks",
            20,
            lambda: pool.map(noop, numbers),
        )
        row("Pool(2).map, 10,000 no-ops, chunksize 1", 5, lambda: pool.map(noop, numbers, 1))
        row("Pool(2), 10,000 applyAsync no-ops", 5, lambda: apply_async(pool))
        row("ThreadPool(2).map, 10,000 no-ops, chunksize 1", 5, lambda: pool.map(noop, numbers, 1))
        row("ThreadPool(2), 10,000 applyAsync no-ops", 5, lambda: apply_async(pool))
        row("Pool(2).map, 10,000 x 50 us of CPU", 3, lambda: pool.map(work, numbers))
        row("ThreadPool(2).map, 10,000 x 50 us of CPU", 3, lambda: pool.map(work, numbers))
        row("Pool, one apply, round trip", 5, lambda: one_by_one(pool), CALLS)
        row("ThreadPool, one apply, round trip", 5, lambda: one_by_one(pool), CALLS)
