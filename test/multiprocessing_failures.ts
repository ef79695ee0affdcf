// The suite of what goes wrong in a process, and how its parent learns of it.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Process, WorkerLostError } from "../lib/multiprocessing.ts";
import {
  exit,
  fail,
  failLater,
  failWith,
  give,
  giveFunction,
  here,
  rejectUnseen,
} from "./fixtures/processes.ts";
import { rejection, thrown } from "./fixtures/outcomes.ts";
import { within } from "./kit.ts";

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

test.run();
