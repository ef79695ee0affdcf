"""A child process and the argument that it gets a copy of."""

import os, sys
sys.path[0] = os.path.join(os.path.dirname(__file__), "about")  # this folder has its own queue.py

import time
from multiprocessing import Process, SimpleQueue
from twin import clock, lesson, say, seconds, text, whole

global_score = 100  # every process has its own


def new_process(para, delay, results):
    global global_score
    time.sleep(delay)
    pid = os.getpid()
    say(f"child process: {pid}", f"子进程 ID：{pid}")
    say(f"argument from the parent: {para}", f"父进程传来的参数：{para}")
    global_score = 0
    say(f"global_score in the child: {global_score}", f"子进程中的 global_score：{global_score}")
    results.put({"pid": pid, "received": para, "score": global_score})


def program(given):
    now, before, parent = clock(), global_score, os.getpid()
    say(f"parent process: {parent}", f"父进程 ID：{parent}")
    results = SimpleQueue()
    processes = [
        Process(target=new_process, args=(given.message, given.delay, results))
        for _ in range(given.processes)
    ]
    for child in processes:
        child.start()
    found = {child["pid"]: child for child in (results.get() for _ in processes)}
    ended = []
    for child in processes:
        child.join()
        ended.append(now())
    say(f"global_score in the parent: {global_score}", f"父进程中的 global_score：{global_score}")
    say("the main process has ended", "主进程执行完毕！")

    return {"parent": parent, "children": [found[child.pid] for child in processes],
            "sent": given.message, "scoreBefore": before, "scoreAfter": global_score,
            "ended": ended}


if __name__ == "__main__":
    lesson(program, processes=whole(1, 1, 16), delay=seconds(10),
           message=text("an argument from the main process", "你好，子进程", 200))
