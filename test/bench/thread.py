import threading

from kit import best, is_wanted, report

ROUNDS = 500


def nothing():
    pass


def all_rounds():
    for _ in range(ROUNDS):
        thread = threading.Thread(target=nothing)
        thread.start()
        thread.join()


row = "thread start + join, warm, blocking"
if is_wanted(row):
    report(row, best(3, all_rounds) / ROUNDS)
