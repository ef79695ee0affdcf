"""A thread that is started, named and joined."""

import os, sys
sys.path[0] = os.path.join(os.path.dirname(__file__), "about")  # this folder has its own queue.py

import threading
import time
from twin import clock, either, lesson, say, seconds, toggle, whole


def get_data_from_db(rows, delay, now, ended):
    name = threading.current_thread().name
    say(f"current thread: {name}", f"当前线程名称：{name}")
    for _ in range(rows):
        time.sleep(delay)  # this thread sleeps, no other does

    say(f"thread {name} has ended", f"{name} 执行完毕！")
    ended[name] = now()


def program(given):
    now, ended = clock(), {}
    me = threading.current_thread().name
    say(f"thread {me} is running", f"{me} 开始运行")
    names = [either("NewThread", "新线程")]
    if given.threads > 1:
        names = [f"{names[0]}-{i + 1}" for i in range(given.threads)]
    threads = [
        threading.Thread(target=get_data_from_db, args=(given.rows, given.delay, now, ended),
                         name=name)
        for name in names
    ]
    for thread in threads:
        thread.start()
    if given.join:
        for thread in threads:
            thread.join()  # blocks this thread
    say(f"thread {me} has ended", f"{me} 执行完毕！")
    main_ended, alive = now(), sum(thread.is_alive() for thread in threads)

    for thread in threads:
        thread.join()  # a program ends after its last thread, joined or not
    return {
        "main": me,
        "mainEnded": main_ended,
        "aliveAtMainEnd": alive,
        "threads": names,
        "ended": [ended[name] for name in names],
    }


if __name__ == "__main__":
    lesson(program, threads=whole(1, 1, 64), rows=whole(5, 1, 1000), delay=seconds(1),
           join=toggle(True))
