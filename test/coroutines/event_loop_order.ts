/**
 * The suite of the order of turns: each scenario is also a program for asyncio, and what it writes
 * must be, step by step, what CPython 3.11.7 wrote. A ticker shows in which turn something happens.
 */
// deno-lint-ignore-file require-yield

import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  CancelledError,
  type Coroutine,
  coroutine,
  createTask,
  currentTask,
  gather,
  run,
  sleep,
  taskGroup,
  waitFor,
} from "../../lib/coroutine.ts";
import type { Steps } from "../fixtures/coroutines.ts";

const test = suite("event_loop_order");

const log: string[] = [];

function* turns(count: number): Steps<void> {
  for (let i = 0; i < count; i++) yield* sleep(0);
}

const ticker = coroutine(function* ticker(): Steps<void> {
  for (let i = 0; i < 14; i++) {
    log.push(`t${i}`);
    yield* sleep(0);
  }
});

interface WorkOptions {
  /** Throw at the end. */
  fails?: boolean;
  /** How many cancellations to survive. */
  stubborn?: number;
}

/** Works for some turns: `name+` at its begin, `name!` at a cancellation, `name-` at its end. */
const work = coroutine(function* work(
  name: string,
  count: number,
  { fails = false, stubborn = 0 }: WorkOptions = {},
): Steps<string> {
  log.push(`${name}+`);
  let lives = stubborn;
  try {
    for (let i = 0; i < count; i++) {
      try {
        yield* sleep(0);
      } catch (error) {
        log.push(`${name}!`);
        if (lives-- === 0) throw error;
      }
    }
    if (fails) throw new RangeError(name);
    return name;
  } finally {
    log.push(`${name}-`);
  }
});

/** Writes down how what it awaits has ended; a cancellation goes on. */
const guard = coroutine(function* guard(
  name: string,
  awaited: Iterable<unknown, unknown, unknown>,
): Steps<void> {
  try {
    log.push(`${name}=${yield* awaited}`);
  } catch (error) {
    if (error instanceof CancelledError) {
      log.push(`${name} cancelled`);
      throw error;
    }
    log.push(`${name} ${(error as Error).name}`);
  }
});

function* quiet(awaited: Iterable<unknown, unknown, unknown>, text: string): Steps<void> {
  try {
    yield* awaited;
  } catch {
    log.push(text);
  }
}

const scenarios: Record<string, [() => Steps<void>, string]> = {
  "a gather ends a turn after its last child": [
    function* () {
      yield* gather([work("a", 2), work("b", 1), work("c", 0)]);
      log.push("after");
    },
    "t0 a+ b+ c+ c- t1 b- t2 a- t3 t4 after end t5",
  ],
  "a gather fails at once, the other children go on": [
    function* () {
      yield* quiet(gather([work("a", 2), work("b", 1, { fails: true }), work("c", 3)]), "failed");
      yield* turns(4);
    },
    "t0 a+ b+ c+ t1 b- t2 a- t3 failed c- t4 t5 t6 t7 end t8",
  ],
  "a cancellation goes down to the innermost task and comes back up": [
    function* () {
      const a = createTask(work("a", 5));
      const u = createTask(guard("u", a));
      const v = createTask(guard("v", u));
      yield* turns(2);
      v.cancel();
      for (const task of [v, u, a]) yield* quiet(task, "c");
    },
    "t0 a+ t1 t2 a! a- t3 u cancelled t4 v cancelled t5 c c c end t6",
  ],
  "a task group ends its tasks and its body at the first error": [
    function* () {
      try {
        yield* taskGroup(function* (group) {
          group.createTask(work("a", 5));
          group.createTask(work("b", 1, { fails: true }));
          group.createTask(work("c", 5, { stubborn: 1 }));
          log.push("body");
          yield* work("body", 9);
        });
      } catch (error) {
        log.push(`AggregateError${(error as AggregateError).errors.length}`);
      }
      log.push("out");
    },
    "body body+ t0 a+ b+ c+ t1 b- t2 c! body! body- t3 a! a- t4 t5 c- t6 t7 " +
    "AggregateError1 out end t8",
  ],
  "waitFor: in time, with timeout 0, cancelled from outside": [
    function* () {
      yield* guard("wf", waitFor(work("a", 2), { timeout: 5000 }));
      yield* guard("wf0", waitFor(work("b", 2), { timeout: 0 }));
      const c = createTask(work("c", 9));
      yield* turns(1);
      yield* guard("wf1", waitFor(c, { timeout: 0 }));
      const d = createTask(guard("wf2", waitFor(work("d", 9), { timeout: 5000 })));
      yield* turns(3);
      d.cancel();
      yield* quiet(d, "k");
    },
    "t0 a+ t1 t2 a- t3 t4 wf=a t5 t6 t7 wf0 TimeoutError t8 c+ t9 c! c- t10 t11 wf1 " +
    "TimeoutError t12 t13 d+ d! d- wf2 cancelled k end",
  ],
  "finished tasks, a task that never ran, a cancelled gather": [
    function* () {
      const tasks = ["a", "b", "c"].map((name, i) => createTask(work(name, i)));
      for (const task of tasks) log.push(yield* task);
      tasks[0]!.cancel();
      const x = createTask(work("x", 3));
      x.cancel();
      yield* quiet(x, "x never ran");
      const both = gather([work("p", 4), work("q", 4)]);
      yield* turns(2);
      both.cancel();
      yield* quiet(both, "g cancelled");
    },
    "t0 a+ a- b+ c+ t1 a b- t2 b c- t3 c t4 t5 x never ran t6 p+ q+ t7 t8 p! p- q! q- " +
    "t9 t10 g cancelled end t11",
  ],
  "a task that cancels itself, and one that survives two of three": [
    function* () {
      const itself = coroutine(function* (): Steps<void> {
        currentTask()!.cancel();
        log.push("requested");
        yield* guard("sc", work("z", 3));
      });
      yield* quiet(createTask(itself()), "t c");
      const stubborn = createTask(work("st", 6, { stubborn: 2 }));
      yield* turns(2);
      stubborn.cancel();
      yield* turns(1);
      stubborn.cancel();
      stubborn.cancel();
      log.push(yield* stubborn);
    },
    "t0 requested z+ t1 z! z- sc cancelled t2 t c t3 st+ t4 t5 st! t6 st! t7 t8 t9 st- " +
    "t10 st end t11",
  ],
  "a body that throws, a group that is cancelled, a task left behind": [
    function* () {
      try {
        yield* taskGroup(function* (group) {
          group.createTask(work("a", 5));
          yield* turns(1);
          throw new TypeError();
        });
      } catch (error) {
        log.push(`AggregateError${(error as AggregateError).errors.length}`);
      }
      const group: Coroutine<unknown, void, unknown> = taskGroup(function* (group) {
        group.createTask(work("i", 9));
        group.createTask(work("j", 9));
      });
      const task = createTask(group);
      yield* turns(3);
      task.cancel();
      yield* quiet(task, "grp c");
      createTask(work("left", 9));
    },
    "t0 a+ t1 a! a- t2 t3 AggregateError1 t4 t5 i+ j+ t6 t7 t8 i! i- j! j- t9 t10 t11 " +
    "grp c end t12 left+ left! left-",
  ],
};

const main = coroutine(function* main(scenario: () => Steps<void>): Steps<void> {
  createTask(ticker());
  yield* scenario();
  log.push("end");
});

for (const [name, [scenario, expected]] of Object.entries(scenarios)) {
  test(name, async () => {
    log.length = 0;
    await run(main(scenario));
    assert.is(log.join(" "), expected);
  });
}

test.run();
