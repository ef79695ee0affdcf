"""Two polite threads that always make way for each other, and get nowhere."""

import os, sys
sys.path[0] = os.path.join(os.path.dirname(__file__), "about")  # this folder has its own queue.py

import random
import threading
import time
from twin import counted, either, lesson, say, seconds, toggle, whole

locks = [threading.Lock(), threading.Lock()]
left = 0
pace = threading.Barrier(2)
marks = ["", ""]


def transfer(who, given):
    global left
    name = either(["Ann", "Bob"], ["小安", "小波"])[who]
    mine, other = locks[who], locks[1 - who]
    done = again = turn = 0
    while turn < given.turns and left > 0:
        tries = done < given.transfers and turn >= again
        if tries:
            mine.acquire()
        pace.wait()  # both go at the same pace: what happens here is no luck
        time.sleep(given.delay)
        both = tries and other.acquire(blocking=False)
        pace.wait()
        if both:
            left -= 1  # only one has both locks
            done += 1
            other.release()
        if tries:
            mine.release()  # after you!
        if tries and not both and given.backoff:
            again = turn + 1 + random.randrange(2)
        turn += 1
        marks[who] += "$" if both else "x" if tries else " "
        if both:
            say(f"turn {turn}: {name} has both and moves money",
                f"第 {turn} 回合：{name}两把锁都拿到了，转账")
        elif tries and turn <= 3:
            say(f"turn {turn}: {name} holds lock {'AB'[who]}, finds {'BA'[who]} taken, gives back",
                f"第 {turn} 回合：{name}拿着锁 {'AB'[who]}，发现 {'BA'[who]} 被占，于是放开")
        pace.wait()


def program(given):
    global left
    left = 2 * given.transfers
    threads = [threading.Thread(target=transfer, args=(who, given)) for who in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    turns = len(marks[0])
    if left > 0:
        say(f"... and so on, for {counted(turns, 'turn')}; then they give up",
            f"……就这样过了 {turns} 个回合，然后放弃")
    return {"marks": marks, "turns": turns, "left": left}


if __name__ == "__main__":
    lesson(program, transfers=whole(3, 1, 10), turns=whole(100, 100, 1000), delay=seconds(0.01),
           backoff=toggle(True))
