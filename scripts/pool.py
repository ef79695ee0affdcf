"""A pool of processes that gets more tasks than it has processes."""

import os, sys
sys.path[0] = os.path.join(os.path.dirname(__file__), "about")  # this folder has its own queue.py

import time
from multiprocessing import Pool
from twin import clock, counted, lesson, moment, say, seconds, whole


def proc(num, delay):
    pid, begun = os.getpid(), moment()
    say(f"task {num} begins in process {pid}", f"任务 {num} 开始执行，进程 {pid}")
    time.sleep(delay)
    say(f"task {num} ends   in process {pid}", f"任务 {num} 执行结束，进程 {pid}")
    return {"task": int(num), "pid": pid, "from": begun, "to": moment()}


def most(tasks):
    """The most tasks at work at one moment; one that ends as another begins does not count."""
    moments = sorted([(task["from"], 1) for task in tasks] + [(task["to"], -1) for task in tasks])
    now = peak = 0
    for _, by in moments:
        now += by
        peak = max(peak, now)
    return peak


def program(given):
    now = clock()
    pool = Pool(given.pool)
    say(f"{counted(given.tasks, 'task')} for a pool of "
        f"{counted(given.pool, 'process', 'processes')}",
        f"创建 {given.tasks} 个任务，进程池中有 {given.pool} 个进程")
    results = [pool.apply_async(proc, (f"{i}", given.delay)) for i in range(given.tasks)]
    pool.close()  # no new task may come
    pool.join()
    done = sum(result.ready() for result in results)
    seconds = now()
    say("the main process has ended", "主进程执行完毕！")

    tasks = [result.get() for result in results]
    pids = list(dict.fromkeys(task["pid"] for task in tasks))
    rounds = max(sum(task["pid"] == pid for task in tasks) for pid in pids)
    return {"tasks": tasks, "pids": pids, "peak": most(tasks), "rounds": rounds,
            "doneAtJoin": done, "seconds": seconds}


if __name__ == "__main__":
    lesson(program, pool=whole(3, 1, 16), tasks=whole(5, 1, 200), delay=seconds(5))
