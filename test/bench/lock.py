import asyncio
import threading

from kit import best, is_wanted, measure, report

THREADS, ITERATIONS = 10, 200_000
score = 100


def update(lock, n, amount, go=None):
    global score
    if go is not None:
        go.wait()
    for _ in range(n):
        with lock:
            score = score + amount
            score = score - amount


def contended():
    lock, go = threading.Lock(), threading.Barrier(THREADS + 1)
    threads = [
        threading.Thread(target=update, args=(lock, ITERATIONS, i * 10, go)) for i in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    go.wait()

    def join():
        for thread in threads:
            thread.join()

    return measure(join)


def tasks():
    async def program():
        lock = asyncio.Lock()
        count = 0

        async def task():
            nonlocal count
            for _ in range(20_000):
                await lock.acquire()
                count += 1
                lock.release()

        await asyncio.gather(*(task() for _ in range(10)))
        assert count == 200_000

    asyncio.run(program())


for row in ("lock, 10 threads x 200,000, plain element", "lock, 10 threads x 200,000, Value"):
    if is_wanted(row):
        report(row, contended())
for row in ("lock, 1 thread x 2,000,000, plain element", "lock, 1 thread x 2,000,000, Value"):
    if is_wanted(row):
        report(row, best(3, lambda: update(threading.Lock(), 2_000_000, 7)))
row = "asynchronous lock, 10 tasks x 20,000"
if is_wanted(row):
    report(row, best(3, tasks))
