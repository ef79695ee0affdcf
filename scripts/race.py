"""How often does a race show? The same small program, run again and again."""

import os, sys
sys.path[0] = os.path.join(os.path.dirname(__file__), "about")  # this folder has its own queue.py

import threading
import time
from twin import counted, lesson, say, seconds, toggle, whole

lock = threading.Lock()


def count(totals, times, gap, locked, together):
    for run in range(len(totals)):
        together.wait()  # all begin a run at the same moment
        for _ in range(times):
            if locked:
                lock.acquire()
            seen = totals[run]
            if gap > 0:
                time.sleep(gap)  # here real programs read a file, or call a function
            totals[run] = seen + 1
            if locked:
                lock.release()


def repeat(given, gap, locked):
    totals = [0] * given.runs
    together = threading.Barrier(given.threads)
    threads = [
        threading.Thread(target=count, args=(totals, given.times, gap, locked, together))
        for _ in range(given.threads)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return totals


def program(given):
    names = {
        "bare": ("no lock, write right after read", "没有锁，读完马上写"),
        "gap": ("no lock, a gap between read and write", "没有锁，读和写之间有间隔"),
        "lock": ("the same gap, and a lock", "同样的间隔，加锁") if given.lock
        else ("the same gap again, without the lock", "同样的间隔，还是没有锁"),
    }
    expected = given.threads * given.times
    series = []
    for name, gap, locked in [("bare", 0, False), ("gap", given.gap, False),
                              ("lock", given.gap, given.lock)]:
        totals = repeat(given, gap, locked)
        wrong = sum(total != expected for total in totals)
        en, zh = names[name]
        say(f"{en}: {wrong} of {counted(given.runs, 'run')} wrong",
            f"{zh}：{given.runs} 次运行中错了 {wrong} 次")
        series.append({"name": name, "wrong": wrong, "totals": totals})
    return {"expected": expected, "series": series}


if __name__ == "__main__":
    lesson(program, threads=whole(2, 1, 16), times=whole(3, 1, 1000), runs=whole(100, 1, 5000),
           gap=seconds(0.001), lock=toggle(True))
