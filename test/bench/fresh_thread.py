"""One thread that does nothing, started and joined in a program of its own."""

import threading


def nothing():
    pass


thread = threading.Thread(target=nothing)
thread.start()
thread.join()
