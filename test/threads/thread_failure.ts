/** Thread: how failures end one, and how they are told. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { activeCount, setExcepthook, Thread, WorkerLostError } from "../../lib/threading.ts";
import { here as failures, unsendable } from "../fixtures/failures.ts";
import { echo, exit, fail, failAtGate, here, nothing, startHere } from "../fixtures/threads.ts";
import { Gate, until, within } from "../kit.ts";
import { begin, fails, failure, forms, PATIENCE, results } from "../tools/threads.ts";

const test = suite("Thread failures");
const broken = new URL("../fixtures/broken_import.ts", import.meta.url).href;
const missing = new URL("./fixtures/no_such_module.ts", import.meta.url).href;

const lost = (thread: { result(): Promise<unknown> }) =>
  failure(() => within(PATIENCE, thread.result()));

/** A thread whose failure is told by result() alone. */
function failing(how: string): Thread<[string], void> {
  const thread = begin(here, fail, how);
  thread.result().catch(() => {});
  return thread;
}

test("Thread failures: result rejects with what was thrown, and shows where", async () => {
  const error = await lost(failing("now"));
  assert.instance(error, SyntaxError);
  assert.equal([error.name, error.message], ["SyntaxError", "failed: now"]);
  assert.match(error.stack!, /fail.*threads\.ts/s);
  assert.match(await lost(failing("later")).then((e) => e.message), /failed: later/);
});

test("Thread failures: own class, fields, cause and parts survive", async () => {
  const error = await lost(failing("own class")) as Error & { code: number };
  assert.equal([error.name, error.message, error.code], ["Trouble", "trouble", 42]);
  assert.instance(error, Error);
  assert.instance(error.cause, RangeError);
  assert.is((error.cause as Error).message, "the cause of it");
  const aggregate = await lost(failing("aggregate")) as AggregateError;
  assert.instance(aggregate, AggregateError);
  assert.equal(aggregate.errors.map((each: Error) => `${each.name} ${each.message}`), [
    "TypeError one",
    "RangeError two",
  ]);
});

test("Thread failures: what is no error is carried too", async () => {
  assert.is(await lost(failing("text")) as unknown, "only text");
  assert.is(await lost(failing("nothing")) as unknown, undefined);
});

test("Thread failures: a recursion too deep", async () => {
  assert.instance(await lost(failing("deep")), RangeError);
});

test("Thread failures: an unhandled rejection is the thread's failure", async () => {
  const error = await lost(failing("rejection"));
  assert.instance(error, SyntaxError);
  assert.is(error.message, "nobody took it");
});

test("Thread failures: a thread that exits is lost", async () => {
  for (const code of [0, 3]) {
    const thread = begin(here, exit, code);
    assert.instance(await lost(thread), WorkerLostError);
    assert.is(thread.isAlive(), false);
  }
});

for (const form of forms) {
  test(`Thread failures, ${form}: join returns however the thread ended`, async () => {
    const endings = [
      failing("now"),
      failing("rejection"),
      begin(here, exit, 0),
      begin(here, exit, 7),
      begin(broken, fail, "in a module that fails"),
      begin(missing, fail, "in a module that is not there"),
    ];
    for (const thread of endings) {
      thread.result().catch(() => {});
      if (form === "blocking") thread.joinSync();
      else await within(PATIENCE, thread.join());
      assert.is(thread.isAlive(), false);
      assert.type(thread.ident, "number");
    }
    assert.is(activeCount(), 1);
    for (const thread of endings) assert.ok(await lost(thread));
  });
}

test("Thread failures: a module that fails or is missing is named", async () => {
  const inModule = await lost(begin(broken, fail, "x"));
  assert.match(`${inModule.name}: ${inModule.message}`, /this module fails/);
  const noModule = await lost(begin(missing, fail, "x"));
  assert.match(`${noModule.name}: ${noModule.message}`, /no_such_module/);
});

test("Thread failures: a target that its module does not export is named", async () => {
  const local = function localOnly() {};
  const thread = new Thread({ target: local, module: here });
  const error = await failure(async () => {
    thread.start();
    await within(PATIENCE, thread.result());
  });
  assert.instance(error, TypeError);
  assert.match(error.message, /localOnly/);
  assert.match(error.message, /export/);
  assert.is(thread.isAlive(), false);
});

test("Thread failures: a target without a name, or none at all", async () => {
  const nameless = [() => {}][0]!;
  await fails(async () => {
    const thread = new Thread({ target: nameless, module: here });
    thread.start();
    await within(PATIENCE, thread.result());
  }, TypeError);
  for (const bad of [undefined, null, "nothing", {}]) {
    await fails(() => new Thread({ target: bad as unknown as () => void }), TypeError, /target/);
  }
});

test("Thread failures: what cannot be sent is named at start, and the thread may be dropped", async () => {
  const cases: [unknown[], RegExp][] = [
    [[() => {}], /args\[0\] is a function/],
    [[1, { callback: () => {} }], /args\[1\]\.callback is a function/],
    [[[1, Symbol("x")]], /args\[0\]\[1\] is a symbol/],
    [[new WeakMap()], /args\[0\].*WeakMap/],
    [[Promise.resolve()], /args\[0\].*[Pp]romise/],
  ];
  for (const [args, message] of cases) {
    const thread = new Thread({ target: echo, args, module: here });
    await fails(() => thread.start(), TypeError, message);
    assert.is(thread.isAlive(), false);
  }
  assert.is(activeCount(), 1);
  for (const how of ["closure", "unsendable"] as const) {
    const [said] = await results([begin(here, startHere, how)]);
    if (how === "unsendable") assert.match(said!, /^TypeError: .*args\[0\]\.f is a function/);
  }
});

test("Thread failures: a result that cannot be sent is the thread's failure", async () => {
  const error = await lost(begin(failures, unsendable));
  assert.instance(error, TypeError);
  assert.match(error.message, /result/);
});
test("Thread failures: the excepthook is told before join settles, with error and thread", async () => {
  for (const form of forms) {
    const told: { error: Error; thread: Thread }[] = [];
    setExcepthook((info) => told.push(info));
    try {
      const thread = begin(here, fail, "now");
      if (form === "blocking") thread.joinSync();
      else await within(PATIENCE, thread.join());
      assert.is(told.length, 1, form);
      assert.is(told[0]!.thread as unknown, thread);
      assert.instance(told[0]!.error, SyntaxError);
      assert.is(told[0]!.error.message, "failed: now");
    } finally {
      setExcepthook(null);
    }
  }
});

test("Thread failures: the excepthook is told of every way to fail, once each", async () => {
  const told: string[] = [];
  setExcepthook(({ error, thread }) => told.push(`${thread.name}: ${error?.name}`));
  try {
    const start = (name: string, module: string, how: string) => {
      const thread = new Thread({ target: fail, args: [how], name, module });
      thread.start();
      return thread;
    };
    const threads = [
      start("plain", here, "later"),
      start("rejection", here, "rejection"),
      start("import", broken, "x"),
      begin(here, nothing),
    ];
    for (const thread of threads) await within(PATIENCE, thread.join());
    await until(() => told.length >= 3, "three reports");
    assert.equal(told.sort(), [
      "import: EvalError",
      "plain: SyntaxError",
      "rejection: SyntaxError",
    ]);
  } finally {
    setExcepthook(null);
  }
});

test("Thread failures: the excepthook is told also when result() was asked for first", async () => {
  const told: Error[] = [];
  setExcepthook(({ error }) => told.push(error));
  try {
    const gate = new Gate();
    const thread = begin(here, failAtGate, gate.buffer);
    const result = thread.result();
    await gate.waitArrived(1);
    gate.open();
    await fails(() => within(PATIENCE, result), RangeError, /behind the gate/);
    await within(PATIENCE, thread.join());
    assert.equal(told.map(({ message }) => message), ["behind the gate"]);
  } finally {
    setExcepthook(null);
  }
});

test("Thread failures: after one, the next thread runs as if nothing had been", async () => {
  for (const how of ["now", "rejection", "deep", "text"]) {
    await lost(failing(how));
    assert.equal(await results([begin(here, echo, how as unknown)]), [[how]]);
  }
});

test.run();
