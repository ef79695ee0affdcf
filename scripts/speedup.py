"""The same work done by one worker, by two, by more, and the part that one does alone."""

import os, sys
sys.path[0] = os.path.join(os.path.dirname(__file__), "about")  # this folder has its own queue.py

import time
from math import floor
from multiprocessing import Barrier, Pool, cpu_count
from twin import counted, lesson, say, whole


def hits(start, end):
    """How many of the points with these numbers lie in a quarter of a circle."""
    inside = 0
    for i in range(start, end):
        x, y = i * 0.7548776662466927, i * 0.5698402909980532  # their fractions lie evenly
        if (x - floor(x)) ** 2 + (y - floor(y)) ** 2 < 1:
            inside += 1
    return inside, os.getpid()


def share(barrier):
    global together  # a barrier is inherited by the workers; it cannot be sent to them
    together = barrier


def meet(_):
    together.wait()  # no worker has a second task before each of them has its first


def run(pool, workers, alone, points):
    """The points up to alone are tried here, the others in parts of the same length."""
    began = time.perf_counter()
    inside, _ = hits(0, alone)
    divided = time.perf_counter()
    border = [alone + (points - alone) * part // workers for part in range(workers + 1)]
    theirs = pool.starmap(hits, zip(border, border[1:]), chunksize=1)
    inside += sum(part for part, _ in theirs)
    return {"workers": workers, "inside": inside, "processes": len({pid for _, pid in theirs}),
            "serial": divided - began, "parallel": time.perf_counter() - divided}


def total(one):
    return one["serial"] + one["parallel"]


def best(tries):
    wrong = [each for each in tries if each["inside"] != tries[0]["inside"]]
    return wrong[0] if wrong else min(tries, key=total)


def program(given):
    points = given.millions * 1_000_000
    alone = round(points * given.serial / 100)
    with Pool(given.workers, share, (Barrier(given.workers),)) as pool:
        pool.map(meet, range(given.workers), chunksize=1)
        expected, _ = hits(0, points)
        runs = []
        for n in range(1, given.workers + 1):
            tries, began = [], time.perf_counter()
            while not tries or (len(tries) < 5 and time.perf_counter() - began < 0.5):
                tries.append(run(pool, n, alone, points))
            runs.append(best(tries))  # what else the machine does makes a run slower, never faster
            one, last = runs[0], runs[-1]
            law = total(one) / (one["serial"] + one["parallel"] / n)
            faster = total(one) / total(last)
            say(f"{counted(n, 'worker')}: {total(last):.2f} s, {faster:.2f} times as fast; "
                f"Amdahl allows {law:.2f}",
                f"{n} 个进程：{total(last):.2f} s，速度是一个进程的 {faster:.2f} 倍；"
                f"阿姆达尔定律的上限是 {law:.2f} 倍")
        pi = 4 * expected / points
        say(f"and each time pi is about {pi:.4f}", f"每次估算的圆周率都约为 {pi:.4f}")
    return {"expected": expected, "points": points, "runs": runs, "cores": cpu_count()}


if __name__ == "__main__":
    lesson(program, workers=whole(4, 1, 16), millions=whole(40, 1, 400), serial=whole(20, 0, 100))
