"""Phases that no thread begins before all have ended the one before."""

import os, sys
sys.path[0] = os.path.join(os.path.dirname(__file__), "about")  # this folder has its own queue.py

import threading
import time
from twin import either, lesson, moment, say, seconds, toggle, whole


def work(who, phases, delay, ended, together, meet, spans):
    name = either(f"worker {who + 1}", f"线程 {who + 1}")
    together.wait()  # starting a thread takes longer than some of its work
    for phase in range(1, phases + 1):
        behind = sum(last < phase - 1 for last in ended)
        begun = moment()
        time.sleep(delay)  # here it works
        say(f"{name} has ended phase {phase}", f"{name} 完成了第 {phase} 阶段")
        ended[who] += 1
        spans.append({"phase": phase, "behind": behind, "from": begun, "to": moment()})
        if meet:
            together.wait()


def program(given):
    many = given.threads
    ended, together = [0] * many, threading.Barrier(many)
    workers, threads = [], []
    for i in range(many):
        pace = given.delay * (i + 1) / many  # the last one takes the longest
        spans = []
        workers.append({"name": either(f"worker {i + 1}", f"线程 {i + 1}"), "spans": spans})
        args = (i, given.phases, pace, ended, together, given.barrier, spans)
        threads.append(threading.Thread(target=work, args=args))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"workers": workers}


if __name__ == "__main__":
    lesson(program, threads=whole(3, 1, 12), phases=whole(3, 1, 50), delay=seconds(0.3),
           barrier=toggle(True))
