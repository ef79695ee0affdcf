"""The twin of the lesson lock: ten threads, one number, one lock, 200,000 rounds each."""

import threading

score = 100
lock = threading.Lock()


def update(amount):
    global score
    for _ in range(200_000):
        lock.acquire()
        score = score + amount
        score = score - amount
        lock.release()


threads = [threading.Thread(target=update, args=(i * 10,)) for i in range(10)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert score == 100
print(score)
