"""Ten threads that do nothing, started and joined in a program of their own."""

import threading


def nothing():
    pass


threads = [threading.Thread(target=nothing) for _ in range(10)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
