/** The suite of timeout, after CPython's test_timeouts. */
// deno-lint-ignore-file require-yield

import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  CancelledError,
  coroutine,
  createTask,
  currentTask,
  run,
  RuntimeError,
  sleep,
  timeout,
  TimeoutError,
} from "../../lib/coroutine.ts";
import { failureOf, forever, isError, type Steps, thrown } from "../fixtures/coroutines.ts";

const test = suite("event_loop_timeout");

/** A test whose body runs under `run`. */
function inLoop(name: string, body: () => Steps<void>): void {
  test(name, () => run(coroutine(body)()));
}

inLoop("what ends in time is not disturbed", function* () {
  for (const ms of [1000, Infinity, 2 ** 40]) {
    const result = yield* timeout(ms, function* () {
      yield* sleep(0);
      return "result";
    });
    assert.is(result, "result");
  }
  const error = new RangeError("own");
  const failing = timeout(1000, function* () {
    throw error;
  });
  assert.is(yield* failureOf(failing), error);
  assert.is(currentTask()!.cancelling(), 0);
});

inLoop("at its end the body is cancelled, may clean up, and TimeoutError comes out", function* () {
  const log: string[] = [];
  const error = yield* failureOf(timeout(1, function* () {
    try {
      yield* forever(log);
    } finally {
      yield* sleep(1);
      log.push("cleaned up");
    }
  }));
  isError(error, TimeoutError, "not done within 1 ms");
  assert.equal(log, ["CancelledError", "finally", "cleaned up"]);
  assert.is(currentTask()!.cancelling(), 0);
  yield* sleep(0);
});

inLoop("timeouts nest: the one that is over ends its own body", function* () {
  let inner: Error | undefined;
  const outer = yield* failureOf(timeout(150, function* () {
    inner = yield* failureOf(timeout(1, function* () {
      yield* sleep(Infinity);
    }));
    yield* sleep(Infinity);
  }));
  assert.match(inner!.message, /within 1 ms/);
  assert.match(outer.message, /within 150 ms/);

  const through = yield* failureOf(timeout(1, function* () {
    yield* timeout(60_000, function* () {
      yield* sleep(Infinity);
    });
  }));
  assert.match(through.message, /within 1 ms/);
});

inLoop("a cancellation from outside stays one", function* () {
  const task = createTask(timeout(60_000, function* () {
    yield* sleep(Infinity);
  }));
  yield* sleep(0);
  task.cancel();
  assert.instance(yield* failureOf(task), CancelledError);
  assert.is(task.cancelled(), true);
});

inLoop("a cancellation from outside together with the timeout stays one", function* () {
  const task = createTask(timeout(1, function* () {
    try {
      yield* sleep(Infinity);
    } finally {
      task.cancel();
    }
  }));
  const error = yield* failureOf(task);
  assert.instance(error, CancelledError);
});

inLoop("an error while being cancelled is the error that comes out", function* () {
  const error = yield* failureOf(timeout(1, function* () {
    try {
      yield* sleep(Infinity);
    } catch {
      throw new RangeError("instead");
    }
  }));
  isError(error, RangeError, "instead");
  assert.is(currentTask()!.cancelling(), 0);
});

inLoop("a time that is negative or no number is refused", function* () {
  for (const ms of [-1, NaN]) {
    assert.instance(yield* failureOf(timeout(ms, function* () {})), RangeError);
  }
});

test("it needs a running task", () => {
  const coro = timeout(1, function* () {});
  assert.instance(thrown(() => coro.send(undefined)), RuntimeError);
});

test.run();
