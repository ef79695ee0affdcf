import sys
import threading
import time

from kit import best, is_wanted, report

TIMES = 40_000
events = []


def record(frame, kind, what):
    if kind in ("c_call", "c_return"):
        events.append((time.perf_counter(), kind, what))


def update(lock):
    events.clear()
    sys.setprofile(record)
    for _ in range(TIMES):
        lock.acquire()
        lock.release()
    sys.setprofile(None)


row = "recorded, 40,000 x acquire + release"
if is_wanted(row):
    report(row, best(3, lambda: update(threading.Lock())))
