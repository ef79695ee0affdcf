"""Stopping: who hears of it finishes what was begun, who does not leaves things behind."""

import os, sys
sys.path[0] = os.path.join(os.path.dirname(__file__), "about")  # this folder has its own queue.py

import signal
import subprocess
import time
from multiprocessing import Event, Process, RawArray
from twin import clock, counted, end_all, ends_of, lesson, say, seconds, toggle, whole

# A radio, that is any program: it ends soon after the process that it is given.
RADIO = ('trap "exit 0" TERM; trap "exit 130" INT; '
         'while kill -0 "$1" 2>/dev/null; do sleep 0.1; done')


def move(i, stop, taken, put, cleaned, delay, ask):
    """Moves one coin after the other until it is asked to stop."""
    # The office hears SIGINT, too, and will ask.
    signal.signal(signal.SIGINT, signal.SIG_IGN if ask else signal.SIG_DFL)
    try:
        while not stop.is_set():
            taken[i] += 1
            time.sleep(delay)  # now the coin is in neither box
            put[i] += 1
    finally:
        cleaned[i] = 1
        say(f"worker {i + 1} cleans up in its finally block",
            f"工人 {i + 1} 在 finally 块里清理")


def office(pids, codes, books, delay, ask):
    """Starts a radio and the workers, and waits for these."""
    stop = Event()
    heard = []

    def hear(_number, _frame):
        say("the office hears it, asks all to stop", "办公室收到了，请求工人停止")
        heard.append(True)
        stop.set()

    signal.signal(signal.SIGINT, hear if ask else signal.SIG_DFL)
    radio = subprocess.Popen(["/bin/sh", "-c", RADIO, "sh", str(os.getppid())])
    workers = [Process(target=move, args=(i, stop, *books, delay, ask)) for i in range(len(codes))]
    for worker in workers:
        worker.start()
    pids[:] = [radio.pid, *(worker.pid for worker in workers)]
    say(f"moving coins: {counted(len(workers), 'process', 'processes')} of an office",
        f"办公室的 {len(workers)} 个工人进程开始搬硬币")
    for i, worker in enumerate(workers):
        worker.join()
        codes[i] = worker.exitcode
    sys.exit(130 if heard else 0)  # as of a program that Ctrl-C has ended


def program(given):
    taken, put, cleaned, codes = (RawArray("i", given.workers) for _ in range(4))
    pids = RawArray("i", given.workers + 1)
    parent = Process(target=office,
                     args=(pids, codes, (taken, put, cleaned), given.delay, given.ask))
    parent.start()
    while min(taken) < 1 and parent.is_alive():
        time.sleep(0.001)
    now = clock()
    while min(taken) < 2 and parent.is_alive():
        time.sleep(0.001)
    stop = now()
    if given.kill:
        say("SIGKILL to the office", "向办公室发 SIGKILL")
    else:
        say("Ctrl-C: SIGINT to all in the terminal", "Ctrl-C：向终端里的所有进程发 SIGINT")
    everybody = [parent.pid, *pids]
    for pid in everybody[:1] if given.kill else everybody:
        os.kill(pid, signal.SIGKILL if given.kill else signal.SIGINT)
    ends = ends_of(everybody, now)
    parent.join()
    alive = [pid for pid, end in zip(everybody, ends) if end is None]
    end_all(alive)  # nothing may be left when the lesson is over
    workers = []
    for i, end in enumerate(ends[2:]):
        code = codes[i] if parent.exitcode >= 0 else None
        said = (code, code) if code is not None else ("?", "？")
        say(f"worker {i + 1} took {taken[i]}, put {put[i]}; exit code {said[0]}",
            f"工人 {i + 1} 取出 {taken[i]} 枚，放入 {put[i]} 枚；退出码 {said[1]}")
        workers.append({"taken": taken[i], "put": put[i], "exitcode": code,
                        "cleaned": cleaned[i] == 1, "end": end})
    return {"workers": workers, "code": parent.exitcode, "ends": ends[:2],
            "alive": len(alive), "stop": stop, "seconds": now()}


if __name__ == "__main__":
    lesson(program, workers=whole(3, 1, 12), delay=seconds(0.2), ask=toggle(True),
           kill=toggle(False))
