"""Tasks on one thread that check, wait and then act on one account."""

import os, sys
sys.path[0] = os.path.join(os.path.dirname(__file__), "about")  # this folder has its own queue.py

import asyncio
import threading
from twin import clock, lesson, say, seconds, toggle, whole

balance = 0
threads = set()


async def withdraw(clerk, amount, delay, gap, now):
    global balance
    threads.add(threading.current_thread().name)
    begun = now()
    if balance < amount:
        say(f"clerk {clerk} sees {balance}: refuses", f"柜员 {clerk} 看到余额 {balance}，拒绝")
        return {"clerk": clerk, "paid": 0, "from": begun, "to": now()}
    if gap:
        say(f"clerk {clerk} sees {balance}: enough; fetches the money",
            f"柜员 {clerk} 看到余额 {balance}，够，去拿现金")
        await asyncio.sleep(delay)  # meanwhile the others go on
    balance -= amount
    say(f"clerk {clerk} pays; balance {balance}", f"柜员 {clerk} 付出现金，余额 {balance}")
    return {"clerk": clerk, "paid": amount, "from": begun, "to": now()}


async def withdraw_alone(lock, *args):
    async with lock:  # the others wait here, without stopping the thread
        return await withdraw(*args)


async def visit_all(given):
    lock, now = asyncio.Lock(), clock()
    visits = []
    for clerk in range(1, given.clerks + 1):
        args = (clerk, given.amount, given.delay, given.gap, now)
        visits.append(withdraw_alone(lock, *args) if given.lock else withdraw(*args))
    return await asyncio.gather(*visits)


def program(given):
    global balance
    balance = given.balance
    visits = asyncio.run(visit_all(given))
    say(f"balance in the end: {balance}", f"最后的余额：{balance}")
    return {"visits": visits, "balance": balance, "threads": list(threads)}


if __name__ == "__main__":
    lesson(program, clerks=whole(5, 1, 100), balance=whole(100, 0, 1_000_000),
           amount=whole(60, 1, 1_000_000), delay=seconds(0.2), lock=toggle(True), gap=toggle(True))
