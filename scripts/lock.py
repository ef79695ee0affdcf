"""Threads that change one number, with a lock and without."""

import os, sys
sys.path[0] = os.path.join(os.path.dirname(__file__), "about")  # this folder has its own queue.py

import threading
from twin import counted, lesson, say, toggle, whole

global_score = 0  # all threads of a Python program see the same variables
lock = threading.Lock()


def update_score(score, iterations, locked, together):
    global global_score
    together.wait()  # starting a thread takes longer than some of its work
    for _ in range(iterations):
        if locked:
            lock.acquire()
        global_score = global_score + score
        global_score = global_score - score
        if locked:
            lock.release()


def program(given):
    global global_score
    global_score = given.initial
    together = threading.Barrier(given.threads)
    threads = [
        threading.Thread(target=update_score, args=(i * 10, given.iterations, given.lock, together))
        for i in range(given.threads)
    ]
    times = counted(given.iterations, "time")
    say(f"1 thread adds and takes away {times}" if given.threads == 1
        else f"{given.threads} threads, each adds and takes away {times}",
        f"{given.threads} 个线程，每个线程加减各 {given.iterations} 次")
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    say(f"global_score: {global_score}", f"global_score 值：{global_score}")
    return {
        "initial": given.initial,
        "final": global_score,
        "difference": global_score - given.initial,
        "updates": 2 * given.threads * given.iterations,
    }


if __name__ == "__main__":
    lesson(program, threads=whole(10, 1, 64), iterations=whole(200_000, 1, 1_000_000),
           initial=whole(100, -1_000_000_000, 1_000_000_000), lock=toggle(True))
