/** The suite of what can be awaited under run, and what cannot. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  awaitPromise,
  CancelledError,
  coroutine,
  createTask,
  gather,
  run,
  sleep,
  waitFor,
} from "../../lib/coroutine.ts";
import { failureOf, give, isError, later, type Steps, thrown } from "../fixtures/coroutines.ts";

const test = suite("event_loop_awaiting");

/** A test whose body runs under `run`. */
function inLoop(name: string, body: () => Steps<void>): void {
  test(name, () => run(coroutine(body)()));
}

inLoop("what cannot be awaited is a TypeError at that yield", function* () {
  class Thing {}
  const wrong: [unknown, string][] = [
    [5, "number"],
    [0, "number"],
    ["text", "string"],
    [true, "boolean"],
    [1n, "bigint"],
    [[], "Array"],
    [{}, "Object"],
    [new Thing(), "Thing"],
    [Object.create(null), "Object"],
    [() => {}, "function"],
    [give, "function"],
    [Symbol("s"), "symbol"],
    [(function* () {})(), "Generator"],
  ];
  for (const [value, kind] of wrong) {
    const message = `object ${kind} can't be used in 'await' expression`;
    let caught: unknown;
    try {
      yield value;
    } catch (error) {
      caught = error;
    }
    isError(caught as Error, TypeError, message);
    isError(yield* failureOf(awaitPromise(value as never)), TypeError, message);
    isError(yield* failureOf(waitFor(value as never)), TypeError, message);
    isError(thrown(() => gather([value as never])), TypeError, message);
  }
  assert.instance(yield* failureOf([1] as never), TypeError);
  assert.instance(yield* failureOf(5 as never), TypeError);
  const uncaught = yield* failureOf(createTask(
    coroutine(function* (): Steps<void> {
      yield 5;
    })(),
  ));
  isError(uncaught, TypeError, "object number can't be used in 'await' expression");
});

inLoop("what can be awaited may be yielded, and the yield gives its result", function* () {
  assert.is(yield, undefined);
  assert.is(yield null, undefined);
  assert.is(yield createTask(later(1, "task")), "task");
  assert.is(yield Promise.resolve("promise"), "promise");
  assert.is(yield later(1, "coroutine"), "coroutine");
  assert.equal(yield gather([give(1)]), [1]);
  let caught: unknown;
  try {
    yield Promise.reject(new RangeError("no"));
  } catch (error) {
    caught = error;
  }
  assert.instance(caught, RangeError);
});

inLoop("promises give their value or reason, thenables too", function* () {
  assert.is(yield* awaitPromise(Promise.resolve(1)), 1);
  const reason = new RangeError("no");
  assert.is(yield* failureOf(awaitPromise(Promise.reject(reason))), reason);
  const thenable = {
    then(resolve: (value: string) => void) {
      setTimeout(() => resolve("later"), 1);
    },
  };
  assert.is(yield* awaitPromise(thenable as PromiseLike<string>), "later");
  const early = awaitPromise(Promise.reject(reason));
  yield* sleep(2); // the rejection is not "unhandled" meanwhile
  assert.is(yield* failureOf(early), reason);
});

inLoop("the wait for a promise can be cancelled; a later rejection is nobody's", function* () {
  let reject!: (error: Error) => void;
  const promise = new Promise<void>((_, no) => reject = no);
  const task = createTask(awaitPromise(promise));
  yield* sleep(0);
  task.cancel();
  assert.instance(yield* failureOf(task), CancelledError);
  reject(new Error("too late"));
  yield* sleep(1);
});

test.run();
