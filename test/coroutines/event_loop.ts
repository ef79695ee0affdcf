/** The suite of run, sleep and the order of turns: what CPython's test_asyncio asks of them. */
// deno-lint-ignore-file require-yield

import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  awaitPromise,
  CancelledError,
  coroutine,
  createTask,
  currentTask,
  gather,
  run,
  RuntimeError,
  sleep,
  Task,
} from "../../lib/coroutine.ts";
import {
  fail,
  failureOf,
  forever,
  give,
  isError,
  later,
  rejection,
  type Steps,
  thrown,
} from "../fixtures/coroutines.ts";

const test = suite("event_loop");

/** A test whose body runs under `run`. */
function inLoop(name: string, body: () => Steps<void>): void {
  test(name, () => run(coroutine(body)()));
}

test("run gives what the coroutine returns, rejects with what it throws", async () => {
  assert.is(await run(give(5)), 5);
  assert.is(await run(later(3, "x")), "x");
  const error = new RangeError("no");
  assert.is(await rejection(run(fail(error))), error);
  assert.is(await rejection(run(fail("text"))), "text" as never);
});

test("run begins at the call, as an async function does", async () => {
  const log: string[] = [];
  const main = coroutine(function* () {
    log.push("main");
  });
  const running = run(main());
  log.push("called");
  await running;
  assert.equal(log, ["main", "called"]);
});

test("run takes nothing but a coroutine that has not run", async () => {
  for (const wrong of [5, "x", null, undefined, [], Promise.resolve(1), function* () {}]) {
    const error = await rejection(run(wrong as never));
    assert.instance(error, TypeError);
    assert.match(error.message, /^a coroutine was expected, got /);
  }
  const used = give(1);
  await run(used);
  isError(await rejection(run(used)), RuntimeError, "cannot reuse already awaited coroutine");
  const started = later(1, 1);
  started.send(undefined);
  isError(await rejection(run(started)), RuntimeError, "coroutine is being awaited already");
  started.close();
});

inLoop("run inside run is a RuntimeError, and the outer one goes on", function* () {
  const inner = give(1);
  const message = "run() cannot be called from a running event loop";
  isError(thrown(() => run(inner)), RuntimeError, message);
  assert.is(inner.state, "created");
  assert.is(yield* inner, 1);
  yield* sleep(0);
  isError(thrown(() => run(5 as never)), RuntimeError, message);
});

test("several runs go on beside each other, each with its own loop", async () => {
  const log: string[] = [];
  const worker = coroutine(function* (name: string): Steps<string> {
    for (let i = 0; i < 3; i++) {
      log.push(name);
      yield* sleep(1);
    }
    return name;
  });
  const both = Promise.all([run(worker("a")), run(worker("b"))]);
  assert.equal(await both, ["a", "b"]);
  assert.is(log.filter((name) => name === "a").length, 3);
  assert.is(log.filter((name) => name === "b").length, 3);
});

test("the tasks left behind are cancelled, may clean up, and end before run does", async () => {
  const log: string[] = [];
  const slowToEnd = coroutine(function* (): Steps<void> {
    try {
      yield* sleep(Infinity);
    } finally {
      yield* sleep(1);
      createTask(forever(log, "started while ending: "));
      yield* sleep(1);
      log.push("cleaned up");
    }
  });
  const main = coroutine(function* () {
    createTask(slowToEnd());
    createTask(forever(log, "other: "));
    yield* sleep(0);
    return "result";
  });
  assert.is(await run(main()), "result");
  assert.equal(log.sort(), [
    "cleaned up",
    "other: CancelledError",
    "other: finally",
    "started while ending: CancelledError",
    "started while ending: finally",
  ]);
});

test("a task made in main's last step begins, then is cancelled, as in asyncio", async () => {
  const log: string[] = [];
  const main = coroutine(function* (): Steps<Task<void>> {
    return createTask(forever(log));
  });
  const task = await run(main());
  assert.is(task.cancelled(), true);
  assert.equal(log, ["CancelledError", "finally"]);
});

test("main that cancels itself rejects with CancelledError", async () => {
  const main = coroutine(function* () {
    currentTask()!.cancel();
    yield* sleep(0);
  });
  assert.instance(await rejection(run(main())), CancelledError);
});

inLoop("tasks run in the order in which they were made, one step each turn", function* () {
  const log: string[] = [];
  const count = coroutine(function* (name: string): Steps<void> {
    for (let i = 1; i <= 3; i++) {
      log.push(`${name}${i}`);
      yield* sleep(0);
    }
  });
  const tasks = ["a", "b", "c"].map((name) => createTask(count(name)));
  assert.equal(log, []);
  yield* gather(tasks);
  assert.equal(log, ["a1", "b1", "c1", "a2", "b2", "c2", "a3", "b3", "c3"]);
});

inLoop("waiters of one task go on in the order in which they came", function* () {
  const log: number[] = [];
  const source = createTask(later(3, "value"));
  const waiter = coroutine(function* (n: number): Steps<void> {
    assert.is(yield* source, "value");
    log.push(n);
  });
  yield* gather([1, 2, 3, 4].map((n) => waiter(n)));
  assert.equal(log, [1, 2, 3, 4]);
});

inLoop("sleepers wake in the order of their times, equal ones as they came", function* () {
  const log: string[] = [];
  const sleeper = coroutine(function* (ms: number, name: string): Steps<void> {
    yield* sleep(ms);
    log.push(name);
  });
  yield* gather([60, 20, 40, 20, 0, 20].map((ms, i) => sleeper(ms, `${ms}.${i}`)));
  assert.equal(log, ["0.4", "20.1", "20.3", "20.5", "40.2", "60.0"]);
});

inLoop("a busy task does not keep timers, promises and the host out", function* () {
  let timer = false;
  let promise = false;
  let host = false;
  createTask(
    coroutine(function* (): Steps<void> {
      yield* sleep(2);
      timer = true;
    })(),
  );
  Promise.resolve().then(() => promise = true);
  setTimeout(() => host = true, 2);
  while (!(timer && promise && host)) yield* sleep(0);
});

inLoop("endless awaiting of settled promises lets the host go on", function* () {
  let host = false;
  setTimeout(() => host = true, 2);
  while (!host) yield* awaitPromise(Promise.resolve());
});

inLoop("sleep never wakes early", function* () {
  for (const ms of [0.4, 1, 3.7, 10]) {
    const begin = performance.now();
    yield* sleep(ms);
    const took = performance.now() - begin;
    assert.ok(took >= ms, `${took} of ${ms}`);
  }
});

inLoop("sleep of 0 and less gives one turn; of what is no number is refused", function* () {
  const log: string[] = [];
  createTask(
    coroutine(function* (): Steps<void> {
      log.push("other");
    })(),
  );
  yield* sleep(-5);
  assert.equal(log, ["other"]);
  for (const wrong of [NaN, "x" as never, undefined as never]) {
    assert.instance(yield* failureOf(sleep(wrong)), RangeError);
  }
});

inLoop("sleep of more than 2^31 ms waits", function* () {
  const tasks = [2 ** 31 + 5, 2 ** 40, Infinity].map((ms) => createTask(sleep(ms)));
  yield* sleep(5);
  for (const task of tasks) {
    assert.is(task.done(), false);
    task.cancel();
  }
});

test("sleep does nothing until it is awaited, and needs a loop to wait", () => {
  const sleeping = sleep(5);
  assert.is(sleeping.state, "created");
  assert.match(thrown(() => sleeping.send(undefined)).message, /^no running event loop/);
  assert.is(sleep(0).send(undefined), undefined);
});

test.run();
