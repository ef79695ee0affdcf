"""Tasks so small that it is slower to hand them out than to do them."""

import os, sys
sys.path[0] = os.path.join(os.path.dirname(__file__), "about")  # this folder has its own queue.py

import time
from multiprocessing import Barrier, Pool
from twin import counted, lesson, say, whole


def task(steps):
    """A task of so many steps; each step takes what the one before it gave."""
    value = 1
    for i in range(steps):
        value = (value * 69_069 + i) & 0xFFFFFFFF
    return value


def share(barrier):
    global together  # a barrier is inherited by the workers; it cannot be sent to them
    together = barrier


def meet(_):
    together.wait()  # until every worker has started


def sizes_up_to(largest):
    """Powers of ten, and the largest."""
    steps = 1
    while steps < largest:
        yield steps
        steps *= 10
    yield largest


def measured(pool, steps, given):
    """Microseconds a task, one after the other here and by the pool."""
    items, tries = [steps] * given.tasks, []
    for _ in range(3):
        began = time.perf_counter()
        expected = [task(item) for item in items]
        between = time.perf_counter()
        results = pool.map(task, items, chunksize=given.chunk)
        tries.append((between - began, time.perf_counter() - between, results == expected))
    alone, pooled, same = zip(*tries)
    return {"steps": steps, "alone": min(alone) * 1e6 / given.tasks,
            "pooled": min(pooled) * 1e6 / given.tasks, "same": all(same)}


def program(given):
    sizes = []
    with Pool(given.workers, share, (Barrier(given.workers),)) as pool:
        pool.map(meet, range(given.workers), chunksize=1)
        for steps in sizes_up_to(given.largest):
            size = measured(pool, steps, given)
            sizes.append(size)
            alone, pooled = f"{size['alone']:.1f} µs", f"{size['pooled']:.1f} µs"
            say(f"{counted(steps, 'step')}: a task takes {alone} here, {pooled} in the pool",
                f"循环 {steps} 次的任务：自己做，每个 {alone}；交给进程池，每个 {pooled}")
    return {"sizes": sizes}


if __name__ == "__main__":
    lesson(program, workers=whole(2, 1, 16), tasks=whole(100, 1, 1000),
           largest=whole(1_000_000, 1, 10_000_000), chunk=whole(1, 1, 1000))
