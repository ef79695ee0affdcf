"""One child process that does nothing, started and joined in a program of its own."""

import multiprocessing


def nothing():
    pass


if __name__ == "__main__":
    child = multiprocessing.get_context("spawn").Process(target=nothing)
    child.start()
    child.join()
