/** The suite of tasks: their names, states and results. */
// deno-lint-ignore-file require-yield

import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  CancelledError,
  coroutine,
  createTask,
  currentTask,
  Future,
  gather,
  run,
  RuntimeError,
  sleep,
  Task,
} from "../../lib/coroutine.ts";
import { show } from "../../lib/show.ts";
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

const test = suite("event_loop_tasks");

/** A test whose body runs under `run`. */
function inLoop(name: string, body: () => Steps<void>): void {
  test(name, () => run(coroutine(body)()));
}

inLoop("a task has a name, given or counted", function* () {
  assert.is(createTask(give(1), { name: "mine" }).name, "mine");
  const numbers = [createTask(give(1)), createTask(give(1))]
    .map(({ name }) => Number(/^Task-(\d+)$/.exec(name)![1]));
  assert.is(numbers[1], numbers[0]! + 1);
});

inLoop("a task goes from pending to done, with a result, an error or cancelled", function* () {
  const task = createTask(later(1, "result"));
  assert.instance(task, Task);
  assert.instance(task, Future);
  assert.equal([task.done(), task.cancelled()], [false, false]);
  isError(thrown(() => task.result()), RuntimeError, "Result is not set.");
  isError(thrown(() => task.exception()), RuntimeError, "Exception is not set.");
  assert.is(yield* task, "result");
  assert.is(yield* task, "result");
  assert.equal([task.done(), task.cancelled()], [true, false]);
  assert.is(task.result(), "result");
  assert.is(task.exception(), undefined);
  assert.is(task.cancel(), false);

  const error = new RangeError("bad");
  const failing = createTask(fail(error));
  assert.is(yield* failureOf(failing), error);
  assert.is(yield* failureOf(failing), error);
  assert.equal([failing.done(), failing.cancelled()], [true, false]);
  assert.is(thrown(() => failing.result()), error);
  assert.is(failing.exception(), error);

  const cancelled = createTask(forever());
  yield* sleep(0);
  assert.is(cancelled.cancel(), true);
  assert.is(cancelled.done(), false);
  assert.instance(yield* failureOf(cancelled), CancelledError);
  assert.equal([cancelled.done(), cancelled.cancelled()], [true, true]);
  assert.instance(thrown(() => cancelled.result()), CancelledError);
  assert.instance(thrown(() => cancelled.exception()), CancelledError);
  assert.is(cancelled.cancel(), false);
});

inLoop("a task shows its state, name and coroutine", function* () {
  const task = createTask(give(1), { name: "t" });
  assert.is(show(task), "<Task pending name='t' coro=<coroutine give created>>");
  yield* task;
  assert.is(String(task), "<Task finished name='t' coro=<coroutine give closed>>");
});

test("createTask and gather outside of run are RuntimeErrors and run nothing", () => {
  const coro = give(1);
  for (const call of [() => createTask(coro), () => gather([coro]), () => gather([])]) {
    const error = thrown(call);
    assert.instance(error, RuntimeError);
    assert.match(error.message, /^no running event loop/);
  }
  assert.is(coro.state, "created");
  coro.close();
});

inLoop("createTask takes nothing but a coroutine", function* () {
  const task = createTask(give(1));
  for (const wrong of [5, null, [], task, Promise.resolve(), sleep]) {
    const error = thrown(() => createTask(wrong as never));
    assert.instance(error, TypeError);
    assert.match(error.message, /^a coroutine was expected, got /);
  }
  yield* task;
});

inLoop("a coroutine that has ended, or runs in another task, fails the task", function* () {
  const used = give(1);
  yield* used;
  const reuse = yield* failureOf(createTask(used));
  isError(reuse, RuntimeError, "cannot reuse already awaited coroutine");
  const shared = later(2, 1);
  const first = createTask(shared);
  const second = createTask(shared);
  const twice = yield* failureOf(second);
  isError(twice, RuntimeError, "coroutine is being awaited already");
  assert.is(yield* first, 1);
});

inLoop("a task cannot await itself", function* () {
  const task: Task<unknown> = createTask(
    coroutine(function* (): Steps<unknown> {
      return yield* task;
    })(),
  );
  const error = yield* failureOf(task);
  assert.instance(error, RuntimeError);
  assert.match(error.message, /^Task cannot await on itself/);
});

test("a task of one run cannot be awaited in another", async () => {
  let task: Task<void>;
  const first = run(
    coroutine(function* (): Steps<void> {
      task = createTask(sleep(20));
      yield* task;
    })(),
  );
  const second = run(
    coroutine(function* (): Steps<void> {
      while (!task) yield* sleep(1);
      yield* task;
    })(),
  );
  assert.match((await rejection(second)).message, /belongs to another run/);
  await first;
});

inLoop("currentTask is the task whose step it is", function* () {
  const main = currentTask();
  assert.instance(main, Task);
  const task: Task<Task | null> = createTask(
    coroutine(function* (): Steps<Task | null> {
      yield* sleep(0);
      return currentTask();
    })(),
  );
  assert.is(yield* task, task);
  assert.is(currentTask(), main);
});

test.run();
