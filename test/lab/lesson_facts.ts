/** The suite of what each lesson shows: what must be true of every run, not what it printed once. */
// deadline: 300 s
// alone: it looks at times, and at the order of things on a machine that is not overloaded

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { crossover, type Size } from "../../scripts/about/grain.ts";
import { runJson } from "../tools/lessons.ts";

const test = suite("lesson facts");

/** In which order `first` and the others were printed. */
function inOrder(text: string, ...wanted: string[]): void {
  let at = -1;
  for (const line of wanted) {
    const next = text.indexOf(line, at + 1);
    assert.ok(next > at, `"${line}" does not come after the others in\n${text}`);
    at = next;
  }
}

test("sync_async: blocking takes the sum of the waits, asynchronous only the longest", async () => {
  const { result } = await runJson("sync_async", ["--tasks", "4", "--delay", "0.25"]);
  assert.ok(result["blocking"] >= 0.99, `${result["blocking"]}`);
  assert.ok(result["asynchronous"] >= 0.24 && result["asynchronous"] < result["blocking"]);
});

test("thread: main's end comes after the threads', and before them with --no-join", async () => {
  const joined = await runJson("thread", ["--threads", "3", "--rows", "2", "--delay", "0.05"]);
  inOrder(joined.people, "MainThread is running", "NewThread-", "MainThread has ended");
  assert.match(
    joined.people,
    /NewThread-\d has ended[^]*NewThread-\d has ended[^]*NewThread-\d has ended[^]*MainThread has ended/,
  );
  assert.is(joined.held, true);
  const alone = await runJson("thread", ["--no-join", "--delay", "0.2"]);
  inOrder(alone.people, "MainThread has ended", "NewThread has ended", "Invariant broken");
  assert.is(alone.held, false);
  assert.is(alone.code, 0);
});

test("lock: with the lock nothing is lost, whatever the numbers", async () => {
  for (const args of [[], ["--threads", "3", "--initial", "-7", "--iterations", "50000"]]) {
    const { result, held } = await runJson("lock", args);
    assert.is(result["final"], result["initial"]);
    assert.is(held, true);
  }
});

test("lock: without it the verdict is what the number says, and no failure", async () => {
  const { result, held, code, people } = await runJson("lock", ["--no-lock"]);
  assert.is(held, result["final"] === result["initial"]);
  assert.is(result["difference"], result["final"] - result["initial"]);
  assert.is(code, 0);
  assert.match(people, held ? /proves nothing/ : /were lost/);
});

test("process: other ids, the same argument, the parent's variable as it was", async () => {
  const args = ["--processes", "3", "--delay", "0", "--message", "it's 主 --x"];
  const { result, people } = await runJson("process", args);
  const pids = [result["parent"], ...result["children"].map(({ pid }: { pid: number }) => pid)];
  assert.is(new Set(pids).size, 4);
  for (const pid of pids) assert.match(people, `process: ${pid}\n`);
  for (const { received } of result["children"]) assert.is(received, "it's 主 --x");
  assert.equal([result["scoreBefore"], result["scoreAfter"]], [100, 100]);
  inOrder(people, "parent process", "child process", "argument", "the main process has ended");
});

test("pool: never more than the pool at once, five tasks in two rounds", async () => {
  const { result, elapsed, people } = await runJson("pool", ["--delay", "2"]); // longer than a process needs to start
  assert.is(result["peak"], 3);
  assert.is(result["rounds"], 2);
  assert.is(result["tasks"].length, 5);
  assert.ok(elapsed >= 3.99, `${elapsed}`);
  inOrder(people, "5 tasks", "task 0 begins", "task 4 ends", "the main process has ended");
  const one = await runJson("pool", ["--pool", "1", "--tasks", "4", "--delay", "0.02"]);
  assert.equal([one.result["peak"], one.result["rounds"], one.result["pids"].length], [1, 4, 1]);
});

test("queue: each item once, each producer's order kept", async () => {
  const several = ["--items", "40", "--producers", "3", "--consumers", "4", "--delay", "0.001"];
  for (const args of [["--delay", "0.01"], several]) {
    const { result, people, parameters } = await runJson("queue", args);
    const numbers = Array.from({ length: Number(parameters["items"]) }, (_, i) => i + 1);
    type Workers = { pid: number; items: number[] }[];
    const all = (workers: Workers) => workers.flatMap(({ items }) => items).sort((a, b) => a - b);
    assert.equal(all(result["producers"]), numbers);
    assert.equal(all(result["consumers"]), numbers);
    for (const { pid, items } of result["consumers"] as Workers) {
      for (const item of items) assert.match(people, `process ${pid} gets ${item} from`);
      for (const producer of result["producers"] as Workers) {
        const own = items.filter((item) => producer.items.includes(item));
        assert.equal(own, [...own].sort((a, b) => a - b));
      }
    }
  }
});

test("coroutine: nothing runs at the call, StopIteration carries the list", async () => {
  const { result, people } = await runJson("coroutine", ["--speed", "100"]);
  assert.equal(result["value"], [0, 1, 2, 3, 4]);
  inOrder(people, "<coroutine", "send(null)", "argument counter: 5", "[0, 1, 2, 3, 4]", "async");
  assert.equal(result["coroutine"], ["called", "began", "ended"]);
  assert.equal(result["async"], ["began", "called"]);
});

test("event_loop: the tasks take turns, on one thread", async () => {
  const { result } = await runJson("event_loop", ["--tasks", "4", "--steps", "3", "--delay", "0"]);
  assert.equal(result["order"], [1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4]);
  assert.is(result["switches"], 11);
  assert.equal(result["threads"], ["MainThread"]);
});

test("socket: all bytes arrive; message borders only with framing", async () => {
  for (const framing of [true, false]) {
    const args = ["--messages", "50", "--size", "1000", framing ? "--framing" : "--no-framing"];
    const { result, held, code } = await runJson("socket", args);
    assert.equal([result["sent"], result["received"], result["same"]], [50_000, 50_000, true]);
    assert.is.not(result["server"], result["client"]);
    assert.is(held, result["whole"]);
    if (framing) assert.equal(result["sizes"], Array(50).fill(1000));
    assert.is(code, 0);
  }
});

test("pipe: whole messages both ways, and the end of file when the child has closed its end", async () => {
  const { result, held, people } = await runJson("pipe", ["--questions", "4", "--delay", "0.01"]);
  assert.equal([result["asked"].answers, result["stuck"], held], [[1, 4, 9, 16], false, true]);
  assert.is(result["waits"].length, 5);
  inOrder(people, "asks: the square of 4", "answers: 4 x 4 = 16", "closes its end", "EOFError");
});

test("shared_value: the processes change one number, and with its lock none is written twice", async () => {
  const { result, held } = await runJson("shared_value", ["--times", "40", "--gap", "0.001"]);
  const written = (result["changed"] as { written: number[] }[]).flatMap((each) => each.written);
  assert.equal([result["value"], held], [120, true]);
  assert.equal(written.sort((a, b) => a - b), Array.from({ length: 120 }, (_, i) => i + 1));
});

test("speedup: however many workers and however much alone, the result is that of one in one piece", async () => {
  for (const serial of ["0", "37", "100"]) {
    const args = ["--workers", "3", "--millions", "2", "--serial", serial];
    const { result, held, people } = await runJson("speedup", args);
    const inside = (result["runs"] as { inside: number }[]).map((run) => run.inside);
    assert.equal([inside, held], [Array(3).fill(result["expected"]), true]);
    assert.ok(Math.abs(4 * result["expected"] / result["points"] - Math.PI) < 0.001);
    inOrder(people, "1 worker:", "2 workers:", "3 workers:", "pi is about 3.14");
  }
});

test("grain: pool and loop agree for every size, up to the largest", async () => {
  const { result, held, people } = await runJson("grain", ["--tasks", "20", "--largest", "50000"]);
  const sizes = result["sizes"] as Size[];
  assert.equal(sizes.map(({ steps }) => steps), [1, 10, 100, 1000, 10_000, 50_000]);
  assert.is(held, true);
  inOrder(people, "1 step:", "10 steps:", "50000 steps:");
});

test("grain: the crossover is where loop and pool are equal; 0 and null where they never are", () => {
  const size = (alone: number, pooled: number) => ({ steps: 1, alone, pooled, same: true });
  assert.is(Math.round(crossover([size(1, 100), size(10, 100), size(1000, 500)])!), 345);
  assert.is(crossover([size(1, 0.5), size(10, 5)]), 0);
  assert.is(crossover([size(1, 100), size(10, 10)]), null);
});

test("what is said after a run is about the times that passed, not about those before --speed", async () => {
  const race = await runJson("race", ["--runs", "3", "--speed", "20"]);
  assert.match(race.people, "0.00005 s between read and write");
  const cancel = await runJson("cancel", ["--items", "2", "--timeout", "20", "--speed", "20"]);
  assert.match(cancel.people, "used before 1 s had passed");
  assert.is(cancel.parameters["timeout"], 20);
});

test.run();
