"""Stopping processes: asked they finish what they have begun, ended by a signal they do not."""

import os, sys
sys.path[0] = os.path.join(os.path.dirname(__file__), "about")  # this folder has its own queue.py

import signal
import time
from multiprocessing import Event, Process, RawArray, active_children
from twin import counted, lesson, say, seconds, toggle, whole


def move(i, stop, taken, put, cleaned, delay):
    """Moves one coin after the other until it is asked to stop."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # not what main does at that signal
    try:
        while not stop.is_set():
            taken[i] += 1
            time.sleep(delay)  # now the coin is in neither box
            put[i] += 1
    finally:
        cleaned[i] = 1
        say(f"worker {i + 1} cleans up in its finally block",
            f"进程 {i + 1} 在 finally 块里清理")


STOPS = {
    "ask": ("main asks all to stop", "主进程请求所有进程停止"),
    "terminate": ("main ends all with SIGTERM", "主进程用 SIGTERM 结束所有进程"),
    "kill": ("main ends all with SIGKILL", "主进程用 SIGKILL 结束所有进程"),
}


def program(given):
    stop = Event()
    taken, put, cleaned = (RawArray("i", given.workers) for _ in range(3))
    children = [Process(target=move, args=(i, stop, taken, put, cleaned, given.delay))
                for i in range(given.workers)]
    for child in children:
        child.start()
    say(f"moving coins: {counted(given.workers, 'process', 'processes')}",
        f"{given.workers} 个进程开始把硬币从一个盒子搬到另一个")
    while min(taken) < 2 and all(child.is_alive() for child in children):
        time.sleep(0.001)

    say(*STOPS["ask" if given.ask else "kill" if given.kill else "terminate"])
    if given.ask:
        stop.set()
    else:
        for child in children:
            child.kill() if given.kill else child.terminate()
    for child in children:
        child.join()  # it has ended now, and not before
    workers = []
    for i, child in enumerate(children):
        say(f"worker {i + 1} took {taken[i]}, put {put[i]}; exit code {child.exitcode}",
            f"进程 {i + 1} 取出 {taken[i]} 枚，放入 {put[i]} 枚；退出码 {child.exitcode}")
        workers.append({"taken": taken[i], "put": put[i], "exitcode": child.exitcode,
                        "cleaned": cleaned[i] == 1})
    return {"workers": workers, "alive": len(active_children())}


if __name__ == "__main__":
    lesson(program, workers=whole(3, 1, 12), delay=seconds(0.2), ask=toggle(True),
           kill=toggle(False))
