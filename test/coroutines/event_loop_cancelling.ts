/** The suite of cancelling tasks, after CPython's test_tasks. */
// deno-lint-ignore-file require-yield

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { CancelledError, coroutine, createTask, run, sleep, Task } from "../../lib/coroutine.ts";
import { fail, failureOf, forever, isError, type Steps } from "../fixtures/coroutines.ts";

const test = suite("event_loop_cancelling");

/** A test whose body runs under `run`. */
function inLoop(name: string, body: () => Steps<void>): void {
  test(name, () => run(coroutine(body)()));
}

inLoop("cancel throws at the suspension; catch sees it, finally may wait", function* () {
  const log: string[] = [];
  const task = createTask(
    coroutine(function* (): Steps<void> {
      try {
        yield* forever(log);
      } catch (error) {
        log.push(`caught ${(error as Error).name}`);
        throw error;
      } finally {
        yield* sleep(1);
        log.push("waited");
      }
    })(),
  );
  yield* sleep(0);
  task.cancel();
  assert.instance(yield* failureOf(task), CancelledError);
  assert.is(task.cancelled(), true);
  assert.equal(log, ["CancelledError", "finally", "caught CancelledError", "waited"]);
});

inLoop("a task cancelled before its first step does not run", function* () {
  let ran = false;
  const coro = coroutine(function* (): Steps<void> {
    ran = true;
  })();
  const task = createTask(coro);
  assert.is(task.cancel(), true);
  assert.instance(yield* failureOf(task), CancelledError);
  assert.is(ran, false);
  assert.is(coro.state, "closed");
});

inLoop("a task may catch its cancellation and go on", function* () {
  const task = createTask(
    coroutine(function* (): Steps<string> {
      try {
        yield* sleep(Infinity);
      } catch {
        yield* sleep(1);
      }
      return "survived";
    })(),
  );
  yield* sleep(0);
  task.cancel();
  assert.is(yield* task, "survived");
  assert.is(task.cancelled(), false);
});

inLoop("a task that cancels itself and returns is cancelled", function* () {
  const task: Task<unknown> = createTask(
    coroutine(function* (): Steps<string> {
      assert.is(task.cancel(), true);
      return "not seen";
    })(),
  );
  assert.instance(yield* failureOf(task), CancelledError);
});

inLoop("an error raised while being cancelled is the task's error", function* () {
  const task = createTask(
    coroutine(function* (): Steps<void> {
      try {
        yield* sleep(Infinity);
      } catch {
        throw new RangeError("instead");
      }
    })(),
  );
  yield* sleep(0);
  task.cancel();
  isError(yield* failureOf(task), RangeError, "instead");
  assert.is(task.cancelled(), false);
});

inLoop("a CancelledError that a coroutine throws itself cancels its task", function* () {
  const task = createTask(fail(new CancelledError()));
  assert.instance(yield* failureOf(task), CancelledError);
  assert.is(task.cancelled(), true);
});

inLoop("to cancel a waiter is to cancel what it awaits, task by task", function* () {
  const log: string[] = [];
  const inner = createTask(forever(log, "inner "));
  const wait = coroutine(function* (task: Task<unknown>): Steps<void> {
    yield* task;
  });
  const middle = createTask(wait(inner));
  const outer = createTask(wait(middle));
  yield* sleep(0);
  outer.cancel();
  assert.instance(yield* failureOf(outer), CancelledError);
  assert.equal([inner.cancelled(), middle.cancelled(), outer.cancelled()], [true, true, true]);
  assert.equal(log, ["inner CancelledError", "inner finally"]);
});

inLoop("to cancel what is awaited throws CancelledError in the waiter", function* () {
  const inner = createTask(forever());
  const waiter = createTask(
    coroutine(function* (): Steps<string> {
      try {
        yield* inner;
      } catch (error) {
        return (error as Error).name;
      }
      return "nothing thrown";
    })(),
  );
  yield* sleep(0);
  inner.cancel();
  assert.is(yield* waiter, "CancelledError");
});

inLoop("cancelling twice counts, uncancel takes back", function* () {
  const task = createTask(forever());
  yield* sleep(0);
  assert.is(task.cancelling(), 0);
  task.cancel();
  task.cancel();
  assert.is(task.cancelling(), 2);
  assert.is(task.uncancel(), 1);
  assert.is(task.uncancel(), 0);
  assert.is(task.uncancel(), 0);
  assert.instance(yield* failureOf(task), CancelledError);
});

test("a task can be cancelled by plain JavaScript", async () => {
  const main = coroutine(function* (): Steps<boolean> {
    const task = createTask(forever());
    setTimeout(() => task.cancel(), 1);
    yield* failureOf(task);
    return task.cancelled();
  });
  assert.is(await run(main()), true);
});

inLoop("a task that cancels itself and then waits cancels what it waits for", function* () {
  const inner = createTask(forever());
  const task: Task<unknown> = createTask(
    coroutine(function* (): Steps<void> {
      task.cancel();
      yield* inner;
    })(),
  );
  assert.instance(yield* failureOf(task), CancelledError);
  assert.is(inner.cancelled(), true);
});

test.run();
