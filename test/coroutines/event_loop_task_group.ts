/** The suite of task groups and of errors that nobody takes. */

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
  Task,
  type TaskGroup,
  taskGroup,
} from "../../lib/coroutine.ts";
import {
  fail,
  failureOf,
  forever,
  give,
  groupErrorOf,
  isError,
  later,
  type Steps,
  thrown,
} from "../fixtures/coroutines.ts";
import { spawnScript } from "../kit.ts";

const test = suite("event_loop_task_group");

/** A test whose body runs under `run`. */
function inLoop(name: string, body: () => Steps<void>): void {
  test(name, () => run(coroutine(body)()));
}

inLoop("a task group waits for its tasks and gives what its body returns", function* () {
  const log: string[] = [];
  const note = coroutine(function* (turns: number, name: string): Steps<string> {
    yield* later(turns, 0);
    log.push(name);
    return name;
  });
  const tasks: Task<string>[] = [];
  const result = yield* taskGroup(function* (group) {
    tasks.push(group.createTask(note(3, "a"), { name: "first" }), group.createTask(note(1, "b")));
    log.push("body");
    yield* sleep(0);
    return "result";
  });
  assert.is(result, "result");
  assert.equal(log, ["body", "b", "a"]);
  assert.equal(tasks.map((task) => task.result()), ["a", "b"]);
  assert.is(tasks[0]!.name, "first");
  const empty = yield* taskGroup(function* () {
    return 1;
  });
  assert.is(empty, 1);
  const nested = yield* taskGroup(coroutine(function* body(group: TaskGroup) {
    return yield* group.createTask(give("by a coroutine function"));
  }));
  assert.is(nested, "by a coroutine function");
});

inLoop("the first error cancels siblings and body; all errors come together", function* () {
  const log: string[] = [];
  const bad = new RangeError("bad");
  const worse = new TypeError("while ending");
  const failsAtEnd = coroutine(function* (): Steps<void> {
    try {
      yield* sleep(Infinity);
    } catch {
      throw worse;
    }
  });
  const error = yield* failureOf(taskGroup(function* (group) {
    group.createTask(forever(log, "sibling "));
    group.createTask(failsAtEnd());
    group.createTask(fail(bad));
    yield* forever(log, "body ");
  }));
  assert.instance(error, AggregateError);
  assert.is(error.message, "unhandled errors in a TaskGroup");
  assert.equal((error as AggregateError).errors, [bad, worse]);
  assert.equal(log.sort(), [
    "body CancelledError",
    "body finally",
    "sibling CancelledError",
    "sibling finally",
  ]);
  assert.is(currentTask()!.cancelling(), 0);
  yield* sleep(0); // the parent was cancelled for the body only
});

inLoop("an error of the body cancels the tasks", function* () {
  const log: string[] = [];
  const bad = new RangeError("body");
  const error = yield* groupErrorOf(taskGroup(function* (group) {
    group.createTask(forever(log));
    yield* sleep(0);
    throw bad;
  }));
  assert.equal(error.errors, [bad]);
  assert.equal(log, ["CancelledError", "finally"]);
});

inLoop("a task group that is cancelled cancels its tasks and stays cancelled", function* () {
  const log: string[] = [];
  for (const inBody of [true, false]) {
    const task = createTask(taskGroup(function* (group) {
      group.createTask(forever(log));
      if (inBody) yield* sleep(Infinity);
    }));
    yield* sleep(0);
    yield* sleep(0);
    task.cancel();
    assert.instance(yield* failureOf(task), CancelledError);
    assert.is(task.cancelled(), true);
  }
  assert.equal(log, ["CancelledError", "finally", "CancelledError", "finally"]);
});

inLoop("errors of tasks have priority over a cancellation", function* () {
  const late = coroutine(function* (): Steps<void> {
    try {
      yield* sleep(Infinity);
    } catch {
      throw new RangeError("late");
    }
  });
  const task = createTask(taskGroup(function* (group) {
    group.createTask(late());
    yield* sleep(Infinity);
  }));
  yield* sleep(0);
  yield* sleep(0);
  task.cancel();
  const error = yield* failureOf(task);
  assert.instance(error, AggregateError);
});

inLoop("a cancelled task of a group is no error", function* () {
  yield* taskGroup(function* (group) {
    const task = group.createTask(forever());
    yield* sleep(0);
    task.cancel();
  });
});

inLoop("groups nest: the inner error is an error of the outer's body", function* () {
  const bad = new RangeError("inner");
  const error = yield* groupErrorOf(taskGroup(function* (outer) {
    outer.createTask(forever());
    yield* taskGroup(function* (inner) {
      inner.createTask(fail(bad));
    });
  }));
  assert.instance(error.errors[0], AggregateError);
  assert.equal(error.errors[0].errors, [bad]);
});

inLoop("a group takes no task after its end, nor while it is cancelling", function* () {
  let kept!: TaskGroup;
  yield* taskGroup(function* (group) {
    kept = group;
  });
  const coro = give(1);
  isError(thrown(() => kept.createTask(coro)), RuntimeError, "TaskGroup is finished");
  yield* failureOf(taskGroup(function* (group) {
    group.createTask(fail(new RangeError()));
    try {
      yield* sleep(Infinity);
    } finally {
      const error = thrown(() => group.createTask(coro));
      isError(error, RuntimeError, "TaskGroup is shutting down");
    }
  }));
  assert.is(yield* coro, 1);
});

inLoop("a group that is closed by hand cancels its tasks", function* () {
  let task: Task<void> | undefined;
  const group = taskGroup(function* (tasks) {
    task = tasks.createTask(forever());
    yield undefined;
  });
  group.send(undefined);
  group.close();
  assert.instance(yield* failureOf(task!), CancelledError);
});

test("a task group needs a task", () => {
  const coro = taskGroup(function* () {});
  assert.instance(thrown(() => coro.send(undefined)), RuntimeError);
});

test("an error that nobody took is reported at exit, once, with its task", async () => {
  const ended = await spawnScript("test/fixtures/lost_errors.ts");
  assert.is(ended.code, 0);
  assert.is(ended.stdout, "end of the program\n");
  const count = (text: string) => ended.stderr.split(text).length - 1;
  assert.is(count("Task exception was never retrieved"), 2);
  assert.is(count("name='lost'"), 1);
  assert.is(count("RangeError: nobody took this"), 1);
  assert.is(count("RangeError: thrown at shutdown"), 1);
  assert.is(count("taken"), 0);
  assert.is(count("never awaited"), 0);
});

test("100,000 tasks and as many waits", async () => {
  const main = coroutine(function* (): Steps<number> {
    const tasks = Array.from({ length: 100_000 }, (_, i) => createTask(give(i)));
    let sum = 0;
    for (const task of tasks) sum += yield* task;
    return sum;
  });
  assert.is(await run(main()), 4_999_950_000);
});

test.run();
