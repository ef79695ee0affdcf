/** The suite of gather and waitFor. */
// deno-lint-ignore-file require-yield

import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  CancelledError,
  coroutine,
  createTask,
  gather,
  run,
  sleep,
  TimeoutError,
  waitFor,
} from "../../lib/coroutine.ts";
import { runningLoop } from "../../lib/coroutine/loop.ts";
import type { Timer } from "../../lib/coroutine/timers.ts";
import {
  fail,
  failureOf,
  forever,
  give,
  isError,
  later,
  type Steps,
  thrown,
} from "../fixtures/coroutines.ts";

const test = suite("event_loop_gather");

/** A test whose body runs under `run`. */
function inLoop(name: string, body: () => Steps<void>): void {
  test(name, () => run(coroutine(body)()));
}

inLoop("gather keeps the order of its arguments, whichever ends first", function* () {
  const all = [later(5, "a"), later(1, "b"), createTask(later(3, "c")), Promise.resolve("d")];
  assert.equal(yield* gather(all), ["a", "b", "c", "d"]);
  assert.equal(yield* gather(new Set([give(1), give(2)])), [1, 2]);
  assert.equal(
    yield* gather((function* () {
      yield give("from a generator");
    })()),
    ["from a generator"],
  );
});

inLoop("gather of nothing is ready at once", function* () {
  const none = gather([]);
  assert.is(none.done(), true);
  assert.equal(yield* none, []);
  assert.equal(yield* gather([], { returnExceptions: true }), []);
});

inLoop("gather runs what is given twice once", function* () {
  let runs = 0;
  const coro = coroutine(function* (): Steps<number> {
    yield* sleep(0);
    return ++runs;
  })();
  const task = createTask(give("t"));
  const promise = Promise.resolve("p");
  const results = yield* gather([coro, task, coro, promise, task, promise, coro]);
  assert.equal(results, [1, "t", 1, "p", "t", "p", 1]);
});

inLoop("gather starts coroutines without being awaited", function* () {
  const log: string[] = [];
  const note = coroutine(function* (name: string): Steps<void> {
    log.push(name);
  });
  const both = gather([note("a"), note("b")]);
  assert.equal(log, []);
  yield* sleep(0);
  assert.equal(log, ["a", "b"]);
  yield* both;
});

inLoop("gather fails with the first error at once; the others go on", function* () {
  const slow = createTask(later(5, "slow"));
  const first = new RangeError("first");
  const started = gather([slow, fail(first), later(2, 1), fail(new TypeError("second"))]);
  assert.is(yield* failureOf(started), first);
  assert.is(slow.done(), false);
  assert.is(yield* slow, "slow");
});

inLoop("gather with returnExceptions puts errors among the results", function* () {
  const error = new RangeError("bad");
  const cancelled = createTask(forever());
  cancelled.cancel();
  const results = yield* gather([give(1), fail(error), cancelled, fail(undefined)], {
    returnExceptions: true,
  });
  assert.is(results[0], 1);
  assert.is(results[1], error);
  assert.instance(results[2], CancelledError);
  assert.is(results[3], undefined);
});

inLoop("cancelling a gather cancels its children, also with returnExceptions", function* () {
  for (const returnExceptions of [false, true]) {
    const log: string[] = [];
    const all = gather([forever(log, "a "), forever(log, "b ")], { returnExceptions });
    yield* sleep(0);
    assert.is(all.cancel(), true);
    assert.instance(yield* failureOf(all), CancelledError);
    yield* sleep(0);
    assert.equal(log, ["a CancelledError", "a finally", "b CancelledError", "b finally"]);
    assert.is(all.cancel(), false);
  }
});

inLoop("cancelling a task that awaits a gather cancels the children", function* () {
  const children = [createTask(forever()), createTask(forever())];
  const waiter = createTask(
    coroutine(function* (): Steps<void> {
      yield* gather(children);
    })(),
  );
  yield* sleep(0);
  waiter.cancel();
  assert.instance(yield* failureOf(waiter), CancelledError);
  assert.is(waiter.cancelled(), true);
  assert.ok(children.every((child) => child.cancelled()));
});

inLoop("a cancelled child is an error of the gather", function* () {
  const child = createTask(forever());
  const other = createTask(later(2, "other"));
  const all = gather([child, other]);
  yield* sleep(0);
  child.cancel();
  assert.instance(yield* failureOf(all), CancelledError);
  assert.is(all.cancelled(), false);
  assert.is(yield* other, "other");
});

inLoop("gather takes a list, and starts nothing when one of it cannot be awaited", function* () {
  const coro = give(1);
  for (const single of [coro, createTask(give(2)), 5, null]) {
    assert.match(thrown(() => gather(single as never)).message, /a list of awaitables is required/);
  }
  assert.instance(thrown(() => gather([coro, 5 as never])), TypeError);
  assert.is(coro.state, "created");
  assert.is(yield* coro, 1);
});

inLoop("waitFor gives the result of what ends in time", function* () {
  assert.is(yield* waitFor(give(1), { timeout: 1000 }), 1);
  assert.is(yield* waitFor(later(3, 2), { timeout: 1000 }), 2);
  assert.is(yield* waitFor(createTask(give(3)), { timeout: 1000 }), 3);
  assert.is(yield* waitFor(Promise.resolve(4), { timeout: 1000 }), 4);
  assert.is(yield* waitFor(give(5)), 5);
  assert.is(yield* waitFor(give(6), { timeout: Infinity }), 6);
  assert.is(yield* waitFor(give(7), { timeout: 2 ** 32 }), 7);
  const error = new RangeError("bad");
  assert.is(yield* failureOf(waitFor(fail(error), { timeout: 1000 })), error);
});

inLoop("waitFor cancels at the timeout, waits for finally, throws TimeoutError", function* () {
  const log: string[] = [];
  const slow = coroutine(function* (): Steps<void> {
    try {
      yield* forever(log);
    } finally {
      yield* sleep(2);
      log.push("cleaned up");
    }
  });
  const task = createTask(slow());
  const error = yield* failureOf(waitFor(task, { timeout: 1 }));
  assert.instance(error, TimeoutError);
  assert.is(error.name, "TimeoutError");
  assert.is(task.cancelled(), true);
  assert.equal(log, ["CancelledError", "finally", "cleaned up"]);
  const never = new Promise(() => {});
  assert.instance(yield* failureOf(waitFor(never, { timeout: 1 })), TimeoutError);
});

inLoop("waitFor with timeout 0 gives what is done and cancels the rest", function* () {
  const done = createTask(give("done"));
  yield* done;
  assert.is(yield* waitFor(done, { timeout: 0 }), "done");
  let ran = false;
  const fresh = coroutine(function* (): Steps<void> {
    ran = true;
  })();
  assert.instance(yield* failureOf(waitFor(fresh, { timeout: 0 })), TimeoutError);
  assert.is(ran, false);
  const running = createTask(forever());
  yield* sleep(0);
  assert.instance(yield* failureOf(waitFor(running, { timeout: 0 })), TimeoutError);
  assert.is(running.cancelled(), true);
});

inLoop("waitFor refuses a timeout that is negative or no number", function* () {
  for (const timeout of [-1, NaN, -Infinity]) {
    const coro = give(1);
    assert.instance(yield* failureOf(waitFor(coro, { timeout })), RangeError);
    coro.close();
  }
});

inLoop("waitFor gives the result of a task that outlives its cancellation", function* () {
  const stubborn = coroutine(function* (): Steps<number> {
    try {
      yield* sleep(Infinity);
    } catch {
      // goes on
    }
    return 1;
  });
  assert.is(yield* waitFor(stubborn(), { timeout: 1 }), 1);
});

inLoop("waitFor throws the error that came of the cancellation", function* () {
  const failing = coroutine(function* (): Steps<void> {
    try {
      yield* sleep(Infinity);
    } catch {
      throw new RangeError("while ending");
    }
  });
  isError(yield* failureOf(waitFor(failing(), { timeout: 1 })), RangeError, "while ending");
});

inLoop("cancelling a waitFor cancels what it waits for", function* () {
  for (const options of [{}, { timeout: 60_000 }]) {
    const task = createTask(forever());
    const wait = createTask(waitFor(task, options));
    yield* sleep(0);
    yield* sleep(0);
    wait.cancel();
    assert.instance(yield* failureOf(wait), CancelledError);
    assert.is(task.cancelled(), true);
  }
});

inLoop("waitFor can be cancelled even while a stubborn task holds it up", function* () {
  const stubborn = coroutine(function* (): Steps<number> {
    for (let i = 0; i < 2; i++) {
      try {
        yield* sleep(Infinity);
      } catch {
        // once more
      }
    }
    yield* sleep(5);
    return 42;
  });
  const inner = createTask(stubborn());
  const task = createTask(waitFor(inner, { timeout: 1 }));
  yield* sleep(5);
  task.cancel();
  assert.instance(yield* failureOf(task), CancelledError);
  inner.cancel();
  assert.is(yield* inner, 42);
});

inLoop("a waitFor that is cancelled when the result is there already gives it", function* () {
  const task = createTask(later(2, "value"));
  const wait = createTask(waitFor(task, { timeout: 60_000 }));
  while (!task.done()) yield* sleep(0);
  wait.cancel();
  assert.is(yield* wait, "value"); // as CPython 3.11 does; 3.12 is cancelled
});

inLoop("sleep and waitFor leave no timer behind", function* () {
  const loop = runningLoop();
  const timers: Timer[] = [];
  const callLater = loop.callLater;
  loop.callLater = (ms, runnable) => {
    timers.push(callLater.call(loop, ms, runnable));
    return timers.at(-1)!;
  };
  yield* waitFor(later(1, 0), { timeout: 60_000 });
  const sleeping = createTask(sleep(60_000));
  yield* sleep(1);
  sleeping.cancel();
  yield* failureOf(sleeping);
  assert.is(timers.length, 3);
  for (const timer of timers) assert.is(timer.place, -1);
});

test.run();
