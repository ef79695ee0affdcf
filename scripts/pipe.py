"""Two processes that talk through a pipe, and its end of file."""

import os, sys
sys.path[0] = os.path.join(os.path.dirname(__file__), "about")  # this folder has its own queue.py

import threading
import time
from multiprocessing import Pipe, Process, SimpleQueue
from twin import lesson, moment, say, seconds, toggle, whole


def ask(pipe, questions, delay, results):
    """Asks for the square of each number, one after the other, and closes its end."""
    pid, began = os.getpid(), moment()
    answers, waits = [], []
    for n in range(1, questions + 1):
        time.sleep(delay)
        say(f"process {pid} asks: the square of {n}?", f"进程 {pid} 提问：{n} 的平方是多少？")
        since = moment()
        pipe.send({"square": n})  # a message arrives whole, whatever it is
        answers.append(pipe.recv())
        waits.append({"from": since, "to": moment()})
    say(f"process {pid} closes its end of the pipe", f"进程 {pid} 关闭管道中自己的一端")
    pipe.close()
    results.put({"pid": pid, "answers": answers, "waits": waits, "began": began, "ended": moment()})


def answer(pipe):
    """Answers until there is nobody left who could ask."""
    pid, waits = os.getpid(), []
    while True:
        since = moment()
        try:
            n = pipe.recv()["square"]
            say(f"process {pid} answers: {n} x {n} = {n * n}", f"进程 {pid} 回答：{n} x {n} = {n * n}")
            pipe.send(n * n)
        except EOFError:  # the end of the file: every copy of the other end is closed
            say(f"process {pid} receives EOFError: nobody has the other end",
                f"进程 {pid} 收到 EOFError：没有谁还拿着另一端")
            return waits
        finally:
            waits.append({"from": since, "to": moment()})


def program(given):
    (mine, other), results = Pipe(), SimpleQueue()
    child = Process(target=ask, args=(other, given.questions, given.delay, results))
    child.start()
    if given.close:
        other.close()  # the child has a copy of its own
    over, stuck = threading.Event(), []

    def watch():
        child.join()
        if over.wait(0.5):
            return
        stuck.append(True)  # nobody is left but this process, which has both ends
        pid = os.getpid()
        say(f"process {pid} still waits: it has a copy of the other end itself",
            f"进程 {pid} 还在等：它自己手里就有另一端的副本")
        other.close()

    watching = threading.Thread(target=watch)
    watching.start()
    waits = answer(mine)
    over.set()
    asked = results.get()
    watching.join()
    return {"parent": os.getpid(), "asked": asked, "waits": waits, "stuck": bool(stuck)}


if __name__ == "__main__":
    lesson(program, questions=whole(3, 1, 1000), delay=seconds(0.3), close=toggle(True))
