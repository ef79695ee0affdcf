/** The suite of what goes wrong in a process, and how its parent learns of it. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  Barrier,
  Condition,
  Event,
  Lock,
  Pipe,
  Pool,
  Process,
  Queue,
  RuntimeError,
  Semaphore,
  WorkerLostError,
} from "../../lib/multiprocessing.ts";
import { Queue as ThreadQueue } from "../../lib/queue.ts";
import { Event as ThreadEvent, Lock as ThreadLock } from "../../lib/threading.ts";
import {
  exit,
  fail,
  failLater,
  failWith,
  give,
  giveFunction,
  here,
  rejectUnseen,
} from "../fixtures/processes.ts";
import { rejection, thrown } from "../fixtures/outcomes.ts";
import { within } from "../kit.ts";

const test = suite("multiprocessing_failures");

test("process.exit gives its code, and no result", async () => {
  for (const code of [0, 3]) {
    const child = new Process({ target: exit, args: [code], module: here });
    child.start();
    assert.instance(await rejection(child.result()), WorkerLostError);
    await child.join();
    assert.is(child.exitcode, code);
  }
});

test("what the target throws arrives with class, fields, cause and remote stack", async () => {
  const child = new Process({ target: fail, module: here });
  child.start();
  const error = await rejection(child.result()) as Error & { code: number; detail: unknown };
  assert.instance(error, Error);
  assert.is(error.name, "SayWhen");
  assert.is(error.message, "when");
  assert.is(error.code, 42);
  assert.equal(error.detail, { a: [1] });
  assert.instance(error.cause, RangeError);
  assert.match(error.stack!, "processes.ts");
  await child.join();
  assert.is(child.exitcode, 1);
});

test("whatever is thrown arrives", async () => {
  const start = (kind: string) => {
    const child = new Process({ target: failWith, args: [kind], module: here });
    child.start();
    return rejection(child.result());
  };
  const [text, frozen, getter, uncloneable, nothing] = await Promise.all(
    ["string", "frozen", "getter", "uncloneable", "undefined"].map(start),
  );
  assert.is(text, "just text");
  assert.instance(frozen, TypeError);
  assert.is((getter as Error).message, "has a getter");
  assert.is((uncloneable as Error).message, "holds a function");
  assert.is((uncloneable as { n: number }).n, 7);
  assert.is(nothing, undefined);
});

test("an error that nobody catches is the failure of the process", async () => {
  for (const target of [failLater, rejectUnseen]) {
    const child = new Process({
      target: target as (ms: number) => Promise<void>,
      args: [1],
      module: here,
    });
    child.start();
    const error = await within(5000, rejection(child.result()));
    assert.instance(error, RangeError);
    await child.join();
    assert.is(child.exitcode, 1);
  }
});

test("a result that cannot be sent is a TypeError that names the path", async () => {
  const child = new Process({ target: giveFunction, module: here });
  child.start();
  const error = await rejection(child.result());
  assert.instance(error, TypeError);
  assert.match((error as Error).message, /^result\.list\[1\] is a function/);
});

test("an argument that cannot be sent is refused by start, which can be called again", async () => {
  const args: [unknown] = [{ callback: () => 1 }];
  const child = new Process({ target: give, args, module: here });
  const error = thrown(() => child.start());
  assert.instance(error, TypeError);
  assert.match((error as Error).message, /^args\[0\]\.callback is a function/);
  assert.is(child.pid, null);
  args[0] = "fine";
  child.start();
  assert.is(await child.result(), "fine");
});

test("a target that cannot be found says so", async () => {
  const anonymous = (() => () => 1)();
  assert.instance(
    thrown(() => new Process({ target: anonymous, module: here }).start()),
    TypeError,
  );
  function nobody(): void {}
  const lost = new Process({ target: nobody, module: here });
  lost.start();
  const error = await rejection(lost.result());
  assert.instance(error, TypeError);
  assert.match((error as Error).message, "nobody");
  const elsewhere = new Process({
    target: give,
    args: [1],
    module: new URL("./no_such_file.ts", here),
  });
  assert.instance(
    await rejection((async () => (elsewhere.start(), await elsewhere.result()))()),
    Error,
  );
});

/** What somebody gives who has not read what a signal is. */
const strays = [5, "stop", {}, true] as unknown as AbortSignal[];

test("what is no AbortSignal is refused by name, and nothing stays behind", async () => {
  const lock = new Lock(), none = new Semaphore(0), event = new Event(), pair = new Barrier(2);
  const queue = new Queue<number>(), condition = new Condition(), [one, other] = Pipe();
  const near = new ThreadLock(), nearEvent = new ThreadEvent(), nearQueue = new ThreadQueue();
  await lock.acquire();
  await condition.acquire();
  near.acquireSync();
  for (const signal of strays) {
    const refused = [
      ...[lock, none, near].map((each) => () => each.acquire({ signal })),
      ...[event, nearEvent, pair, condition].map((each) => () => each.wait({ signal })),
      ...[queue, nearQueue].map((each) => () => each.get({ signal })),
      () => one.poll({ signal }),
      () => one.recv({ signal }),
    ];
    for (const act of refused) {
      const error = await rejection((async () => await act())()) as Error;
      assert.instance(error, TypeError);
      assert.match(error.message, /: signal must be an AbortSignal, but it is /);
    }
  }
  await lock.release();
  await none.release();
  assert.is(await lock.acquire({ blocking: false }), true);
  assert.is(await none.acquire({ blocking: false }), true);
  await event.set();
  await other.send(1);
  assert.is(await one.recv(), 1);
  await queue.put(2);
  assert.is(await queue.get(), 2);
  await condition.notify();
  await condition.release();
  const first = pair.wait();
  assert.equal((await Promise.all([first, pair.wait()])).sort(), [0, 1]);
});

test("a number where options belong is refused: Python takes one there", async () => {
  const queue = new Queue<number>(), near = new ThreadQueue<number>();
  const five = 5 as unknown as undefined;
  for (const make of [() => new Queue(five), () => new ThreadQueue(five)]) {
    assert.match((thrown(make) as Error).message, /options must be an object/);
  }
  for (const act of [() => queue.get(five), () => near.get(five), () => new Lock().acquire(five)]) {
    const error = await rejection((async () => await act())());
    assert.instance(error, TypeError);
    assert.match((error as Error).message, /options must be an object/);
  }
});

test("who waits for an item of a queue that is closed here is told", async () => {
  const queue = new Queue<number>();
  const waits = [queue.get(), queue.get({ timeout: 60_000 })].map(rejection);
  await queue.close();
  for (const error of await within(5000, Promise.all(waits))) assert.instance(error, RuntimeError);
});

test("what is not started cannot be ended, and cannot be sent", async () => {
  const child = new Process({ target: give, args: [1], module: here });
  for (const act of [() => child.terminate(), () => child.kill()]) {
    assert.match((thrown(act) as Error).message, /call start\(\) first/);
  }
  const parent = new Process({ target: give, args: [child], module: here });
  const error = thrown(() => parent.start());
  assert.instance(error, TypeError);
  assert.match((error as Error).message, /^args\[0\]/);
  child.start();
  await child.join();
});

test("a callback that fails later is reported, and the program goes on", async () => {
  await using pool = new Pool(1, { module: here });
  const late = async () => {
    await null;
    throw new RangeError("a late failure of a callback");
  };
  assert.is(await pool.applyAsync(give, [3], { callback: late }).get(), 3);
  assert.is(await pool.apply(give, [4]), 4);
});

test.run();
