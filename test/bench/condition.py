import threading

from kit import best, is_wanted, report

ROUNDS = 5_000
turn = 0


def play(condition, mine):
    global turn
    with condition:
        for _ in range(ROUNDS):
            while turn != mine:
                condition.wait()
            turn = 1 - mine
            condition.notify()


def match():
    condition = threading.Condition()
    other = threading.Thread(target=play, args=(condition, 1))
    other.start()
    play(condition, 0)
    other.join()


row = "condition ping-pong, round trip"
if is_wanted(row):
    report(row, best(3, match) / ROUNDS)
