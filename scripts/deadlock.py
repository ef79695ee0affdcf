"""Two locks, taken in one order or in two."""

import os, sys
sys.path[0] = os.path.join(os.path.dirname(__file__), "about")  # this folder has its own queue.py

import random
import threading
import time
from twin import clock, either, lesson, say, seconds, toggle, whole

accounts = [100, 100]
locks = [threading.Lock(), threading.Lock()]
# Two steps for each transfer, odd while somebody holds the first lock only; then the retreats.
progress = [0, 0, 0, 0]
PEOPLE = either(["Ann", "Bob"], ["小安", "小波"])
LOCKS = "AB"


def transfer(who, in_order, times, delay, timeout):
    to, first = 1 - who, 0 if in_order else who
    patience = timeout * (who + 1) if timeout else -1  # -1: for ever
    done = 0
    while done < times:
        with locks[first]:
            progress[who] += 1
            say(f"{PEOPLE[who]} holds lock {LOCKS[first]}, now needs {LOCKS[1 - first]}",
                f"{PEOPLE[who]}持有锁 {LOCKS[first]}，还要锁 {LOCKS[1 - first]}")
            time.sleep(delay)  # it looks at the first account, and only then takes the second
            both = locks[1 - first].acquire(timeout=patience)
            if both:
                accounts[who] -= 1
                accounts[to] += 1
                done += 1
                locks[1 - first].release()
            progress[who] += 1 if both else -1
        if not both:
            progress[2 + who] += 1
            say(f"{PEOPLE[who]} gives lock {LOCKS[first]} back, tries again",
                f"{PEOPLE[who]}等不到，放开锁 {LOCKS[first]}，稍后再试")
            # Or both could come back at once, for ever.
            time.sleep(2 * random.random() * (delay + patience))


def program(given):
    threads = [
        # Daemons, or the program could not end while they wait for ever.
        threading.Thread(target=transfer, daemon=True, args=(
            who, given.order, given.transfers, given.delay, given.timeout))
        for who in (0, 1)
    ]
    for thread in threads:
        thread.start()
    now, stuck = clock(), False
    seen = [{"at": now(), "progress": progress[:]}]
    while not stuck and any(thread.is_alive() for thread in threads):
        time.sleep(0.02)
        moved = progress != seen[-1]["progress"]
        if moved:
            seen.append({"at": now(), "progress": progress[:]})
        waiting = now() - seen[-1]["at"] > given.delay + 0.2  # both have asked for the other lock
        stuck = (not moved and waiting and given.timeout == 0
                 and all(steps % 2 == 1 for steps in progress[:2]))
    for who in (0, 1) if stuck else ():
        say(f"stuck: {PEOPLE[who]} waits for {LOCKS[1 - who]}, held by {PEOPLE[1 - who]}",
            f"卡住：{PEOPLE[who]}在等锁 {LOCKS[1 - who]}，它在{PEOPLE[1 - who]}手里")
    return {"stuck": stuck, "seconds": now(), "seen": seen,
            "done": [steps // 2 for steps in progress[:2]], "retreats": progress[2:],
            "balances": accounts[:]}


if __name__ == "__main__":
    lesson(program, transfers=whole(10, 1, 100), delay=seconds(0.1), order=toggle(True),
           timeout=seconds(0))
