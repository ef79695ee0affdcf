"""What the Python twins of the lessons share: flags, both languages, and the result as JSON."""

import argparse
import ctypes
import json
import multiprocessing
import os
import re
import signal
import sys
import time

# A child of the start methods spawn and forkserver imports from the folder that it begins in, and
# scripts/ has a queue.py and a socket.py that are not the standard library's.
os.chdir(os.path.dirname(os.path.abspath(__file__)))

PEOPLE = 2 if "--json" in sys.argv else 1
DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
UNWRITABLE = 74


def _language():
    words = sys.argv
    named = [word[7:] for word in words if word.startswith("--lang=")]
    named += [words[at + 1] for at, word in enumerate(words[:-1]) if word == "--lang"]
    locale = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    if named and named[-1] in ("en", "zh"):
        return named[-1]
    return "zh" if re.match(r"zh(?![a-z])", locale, re.IGNORECASE) else "en"


LANGUAGE = _language()


def either(en, zh):
    """The text in the language of the run."""
    return zh if LANGUAGE == "zh" else en


def say(en, zh):
    """Prints a line in one piece, since threads and processes print at the same time."""
    write(PEOPLE, either(en, zh) + "\n")


def write(fd, text):
    """Writes where the lines of other processes go, too; ends the program where that cannot be."""
    rest = text.encode()
    try:
        while rest:
            rest = rest[os.write(fd, rest):]
    except BrokenPipeError:
        os._exit(128 + signal.SIGPIPE)
    except OSError as error:
        sys.stderr.write(f"Cannot write: {error.strerror}\n")
        os._exit(UNWRITABLE)


def counted(number, one, many=None):
    """English: 1 thread, 3 threads."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def clock():
    """Starts a clock; the answer gives the seconds since then, to the millisecond."""
    began = time.perf_counter()
    return lambda: round(time.perf_counter() - began, 3)


def moment():
    """Now, in milliseconds of the machine's clock, which all threads and processes share."""
    return int(time.time() * 1000)


def is_running(pid):
    """Does it still run? One that has ended and that nobody has waited for (a zombie) does not."""
    try:
        os.kill(pid, 0)
        with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
            return stat.read().rpartition(") ")[2][0] not in "ZX"
    except FileNotFoundError:
        return sys.platform != "linux"
    except OSError:
        return False


def ends_of(pids, now):
    """When each process was gone; None if it still was there a second after the first of them."""
    ends, left = [None] * len(pids), 1.0
    while left > 0 and None in ends:
        for i, pid in enumerate(pids):
            if ends[i] is None and not is_running(pid):
                ends[i] = now()
        if ends[0] is not None:
            left -= 0.005
        time.sleep(0.005)
    return ends


def end_all(pids):
    """Ends those that are still there, and comes back when they are gone."""
    for pid in pids:
        os.kill(pid, signal.SIGTERM)
    while any(map(is_running, pids)):
        time.sleep(0.005)


class Parameter:
    """A value that a lesson takes, declared as in the lesson's own file in about/."""

    def __init__(self, kind, standard, least=None, most=None):
        self.kind, self.standard, self.least, self.most = kind, standard, least, most

    def read(self, text):
        """What a text on the command line means, or why it means nothing."""
        if self.kind == "text":
            if 1 <= len(text) <= self.most and text.isprintable():
                return text
            raise argparse.ArgumentTypeError(f"must be a text of 1 to {self.most} characters")
        number = float(text) if DECIMAL.fullmatch(text.strip()) else None
        whole = self.kind != "whole" or (number is not None and number.is_integer())
        if number is None or not whole or not self.least <= number <= self.most:
            must = "a whole number" if self.kind == "whole" else "a number"
            raise argparse.ArgumentTypeError(f"must be {must} from {self.least} to {self.most}")
        return int(number) if self.kind == "whole" else number

    def add(self, parser, name):
        """Gives the parser its flag."""
        shown = f"default {self.standard}"
        if self.kind == "switch":
            action = argparse.BooleanOptionalAction
            return parser.add_argument(f"--{name}", action=action, default=self.standard)
        limits = f"1 to {self.most} characters" if self.kind == "text" else (
            f"{self.least} to {self.most}")
        return parser.add_argument(
            f"--{name}", type=self.read, default=self.standard,
            metavar="TEXT" if self.kind == "text" else "N", help=f"{limits} ({shown})")


def whole(standard, least, most):
    """A whole number."""
    return Parameter("whole", standard, least, most)


def seconds(standard):
    """A time in seconds, up to an hour."""
    return Parameter("seconds", standard, 0, 3600)


def toggle(standard):
    """On or off."""
    return Parameter("switch", standard)


def text(en, zh, most):
    """A text of at most so many characters, with a default in each language."""
    return Parameter("text", either(en, zh), 1, most)


SPEED = Parameter("factor", 1, 0.01, 100_000)


def _bind_children():
    """A child of Linux ends with its parent, also one that is just being forked and is in no list yet."""
    prctl, ends_with_parent, parent = ctypes.CDLL(None).prctl, 1, os.getpid()

    def note():
        nonlocal parent
        parent = os.getpid()

    def bound():
        prctl(ends_with_parent, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(128 + signal.SIGKILL)  # the parent had ended before

    os.register_at_fork(before=note, after_in_child=bound)


def _end(number, _frame):
    for child in multiprocessing.active_children():
        child.terminate()
    os._exit(128 + number)


def _hear_signals():
    """A signal ends this program and its children; a child that is forked, it ends at once."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def forget():
        # Python's handlers wait for the next step of Python: one that begins to wait for a lock of the
        # kernel's just then never takes it, and who ends a pool waits for ever.
        for number in signals:
            signal.signal(number, signal.SIG_DFL)

    os.register_at_fork(after_in_child=forget)
    for number in signals:
        signal.signal(number, _end)


def _given(parameters):
    document = sys.modules["__main__"].__doc__
    parser = argparse.ArgumentParser(description=document, allow_abbrev=False)
    for name, parameter in parameters.items():
        parameter.add(parser, name)
    SPEED.add(parser, "speed")
    parser.add_argument("--lang", choices=("zh", "en"), help="the language")
    parser.add_argument("--json", action="store_true", help="one result object")
    parser.add_argument("--describe", action="store_true", help="these flags, as JSON")
    return parser.parse_args()


def _described(parameters):
    return {name: {"kind": each.kind, "standard": each.standard, "min": each.least,
                   "max": each.most} for name, each in parameters.items()}


def lesson(program, **parameters):
    """Runs the program with its flags; it answers with the facts that it found, as the lesson's."""
    given = _given(parameters)
    if given.describe:
        return write(1, json.dumps(_described({**parameters, "speed": SPEED})) + "\n")
    if sys.platform == "linux":
        _bind_children()
    _hear_signals()
    values = {name: getattr(given, name) for name in parameters}
    for name, parameter in parameters.items():
        if parameter.kind == "seconds":
            setattr(given, name, values[name] / given.speed)
    now = clock()
    facts = program(given)
    elapsed = now()
    if not given.json:
        return None
    lock = getattr(sys, "_is_gil_enabled", lambda: True)
    # Where Python is different by nature, the twin judges itself; else the lesson's declaration does.
    held = {"held": facts.pop("held")} if "held" in facts else {}
    return write(1, json.dumps({
        "lesson": os.path.splitext(os.path.basename(sys.argv[0]))[0],
        "runtime": "python",
        "version": ".".join(map(str, sys.version_info[:3])),
        "parameters": values,
        "result": facts,
        **held,
        "elapsed": elapsed,
        "python": {
            "interpreterLock": lock(),
            "startMethod": multiprocessing.get_start_method(),
            "switchInterval": sys.getswitchinterval(),
        },
    }) + "\n")
