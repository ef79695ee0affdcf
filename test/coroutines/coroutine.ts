/** The suite of coroutine objects: what CPython's test_coroutines and test_generators ask. */
// deno-lint-ignore-file require-yield no-unsafe-finally

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Coroutine, coroutine, RuntimeError, StopIteration } from "../../lib/coroutine.ts";
import { show } from "../../lib/show.ts";
import { encode } from "../../lib/codec.ts";
import {
  type Any,
  drive,
  emit,
  IGNORED,
  reader,
  REUSED,
  thrown,
  throws,
} from "../fixtures/coroutines.ts";
import { spawnScript } from "../kit.ts";

const test = suite("coroutine");

test("a call runs nothing, the first send does, the end is StopIteration with the value", () => {
  const seen: string[] = [];
  const getData = coroutine(function* getData(counter: number) {
    seen.push("begun");
    return [...Array(counter).keys()];
  });
  const coro = getData(5);
  assert.instance(coro, Coroutine);
  assert.is(coro.name, "getData");
  assert.is(coro.state, "created");
  assert.equal(seen, []);
  const end = thrown(() => coro.send(undefined)) as StopIteration;
  assert.instance(end, StopIteration);
  assert.instance(end, Error);
  assert.is(end.name, "StopIteration");
  assert.equal(end.value, [0, 1, 2, 3, 4]);
  assert.is(end.message, "[0, 1, 2, 3, 4]");
  assert.is(coro.state, "closed");
});

test("the message of StopIteration is empty where nothing is returned, and never fails", () => {
  const nothing = thrown(() => coroutine(function* () {})().send(undefined)) as StopIteration;
  assert.is(nothing.message, "");
  assert.is(nothing.value, undefined);
  const cruel = {
    get [Symbol.toStringTag](): string {
      throw new Error("no");
    },
  };
  const back = coroutine(function* () {
    return cruel;
  })();
  assert.is((thrown(() => back.send(undefined)) as StopIteration).value, cruel);
});

test("a coroutine function keeps name, parameters and this", () => {
  const scale = coroutine(
    function* scale(this: { factor: number }, n: number) {
      return n * this.factor;
    } as (n: number) => Generator<never, number, unknown>,
  );
  assert.is(scale.name, "scale");
  assert.is(scale.length, 1);
  const object = { factor: 3, scale };
  assert.equal(drive(object.scale(4)), [[], 12]);
  const nameless = coroutine(function* () {})();
  assert.is(nameless.name, "anonymous");
  nameless.close();
});

test("what is not a generator function is refused", () => {
  assert.throws(() => coroutine(5 as never), /generator function.*got number/);
  const wrong = coroutine((() => 5) as never) as () => Any;
  assert.throws(() => wrong(), /must be a generator function.*returned number/);
  const promised = coroutine((async () => {}) as never) as () => Any;
  assert.throws(() => promised(), /must be a generator function/);
});

test("parameters are evaluated at the call, as arguments are in Python", () => {
  const broken = coroutine(function* broken(
    _n: number = (() => {
      throw new RangeError("no default");
    })(),
  ) {});
  assert.throws(() => broken(), RangeError);
});

test("printed it is <coroutine name state>", () => {
  const coro = emit(1);
  assert.is(String(coro), "<coroutine emit created>");
  assert.is(show(coro), "<coroutine emit created>");
  assert.is(show([coro]), "[<coroutine emit created>]");
  coro.send(undefined);
  assert.is(String(coro), "<coroutine emit suspended>");
  coro.close();
  assert.is(show(coro), "<coroutine emit closed>");
});

test("it cannot be sent to another thread or process", () => {
  const coro = emit();
  for (const border of ["thread", "process"] as const) {
    const error = thrown(() => encode({ coro }, { path: "item", border, buffers: [] }));
    assert.instance(error, TypeError);
    assert.match(error.message, /^item\.coro .*coroutine/);
  }
  coro.close();
});

test("undefined and null start it; another value is a TypeError and leaves it fresh", () => {
  const coro = emit("first", "second");
  for (const value of [0, "", false, NaN, "spam", {}]) {
    throws(
      () => coro.send(value),
      TypeError,
      "can't send non-None value to a just-started coroutine",
    );
    assert.is(coro.state, "created");
  }
  assert.is(coro.send(null), "first");
  assert.is(coro.send(7), "second");
  assert.is((thrown(() => coro.send("last")) as StopIteration).value, "last");
  const other = emit("x");
  assert.is(other.send(undefined), "x");
  other.close();
});

test("a finished one cannot be reused: after success, failure, close and throw", () => {
  const fail = coroutine(function* fail() {
    throw new RangeError("bad");
  });
  const ended: Record<string, Any> = {
    success: emit(),
    failure: fail(),
    "close when fresh": emit(1),
    "close when suspended": emit(1),
    "throw when fresh": emit(1),
    "throw when suspended": emit(1),
  };
  thrown(() => ended["success"]!.send(undefined));
  throws(() => ended["failure"]!.send(undefined), RangeError, "bad");
  ended["close when fresh"]!.close();
  ended["close when suspended"]!.send(undefined);
  ended["close when suspended"]!.close();
  throws(() => ended["throw when fresh"]!.throw(new RangeError("in")), RangeError, "in");
  ended["throw when suspended"]!.send(undefined);
  throws(() => ended["throw when suspended"]!.throw(new RangeError("in")), RangeError, "in");
  for (const [how, coro] of Object.entries(ended)) {
    assert.is(coro.state, "closed", how);
    throws(() => coro.send(undefined), RuntimeError, REUSED);
    throws(() => coro.send("value"), RuntimeError, REUSED);
    throws(() => coro.throw(new Error("wat")), RuntimeError, REUSED);
    throws(() => reader(coro).send(undefined), RuntimeError, REUSED);
    const iterator = coro[Symbol.iterator]();
    throws(() => iterator.next(undefined), RuntimeError, REUSED);
    throws(() => iterator.throw(new Error("wat")), RuntimeError, REUSED);
    coro.close();
    coro.close();
  }
});

test("throw arrives at the yield; caught, the coroutine goes on", () => {
  const careful = coroutine(function* careful(): Generator<string, string, void> {
    try {
      yield "working";
    } catch (error) {
      yield `caught ${(error as Error).message}`;
    }
    return "end";
  });
  const coro = careful();
  coro.send();
  assert.is(coro.throw(new Error("x")), "caught x");
  assert.is((thrown(() => coro.send()) as StopIteration).value, "end");

  const returning = coroutine(function* () {
    try {
      yield 1;
    } catch {
      return "handled";
    }
    return undefined;
  })();
  returning.send(undefined);
  const end = thrown(() => returning.throw(new Error())) as StopIteration;
  assert.is(end.value, "handled");
});

test("throw carries the very object, whatever it is, also to a fresh one, which does not run", () => {
  let ran = false;
  const coro = coroutine(function* () {
    ran = true;
  })();
  const error = new SyntaxError("early");
  assert.is(thrown(() => coro.throw(error)), error);
  assert.is(ran, false);
  const started = emit(1);
  started.send(undefined);
  try {
    started.throw("text");
    assert.unreachable();
  } catch (what) {
    assert.is(what, "text");
  }
});

test("close runs finally and not catch; closing again or when fresh does nothing", () => {
  const seen: string[] = [];
  const holder = coroutine(function* holder() {
    try {
      yield 1;
    } catch {
      seen.push("catch");
    } finally {
      seen.push("finally");
    }
  });
  const coro = holder();
  coro.send(undefined);
  coro.close();
  coro.close();
  assert.equal(seen, ["finally"]);
  holder().close();
  assert.equal(seen, ["finally"]);
});

test("a yield while closing is an error; then it can be closed again", () => {
  const stubborn = coroutine(function* stubborn() {
    try {
      yield 1;
    } finally {
      yield 2;
    }
  });
  const coro = stubborn();
  coro.send(undefined);
  throws(() => coro.close(), RuntimeError, IGNORED);
  assert.is(coro.state, "suspended");
  coro.close();
  assert.is(coro.state, "closed");

  const awaiting = coroutine(function* () {
    try {
      yield 1;
    } finally {
      yield* emit("from below");
    }
  })();
  awaiting.send(undefined);
  throws(() => awaiting.close(), RuntimeError, IGNORED);
  assert.is((thrown(() => awaiting.send("on")) as StopIteration).value, undefined);
});

test("an error in finally comes out of close", () => {
  const coro = coroutine(function* () {
    try {
      yield 1;
    } finally {
      throw new RangeError("in finally");
    }
  })();
  coro.send(undefined);
  throws(() => coro.close(), RangeError, "in finally");
  assert.is(coro.state, "closed");
});

test("a coroutine that was never awaited is warned about once, by name, at exit", async () => {
  const ended = await spawnScript("test/fixtures/never_awaited.ts");
  assert.is(ended.code, 0);
  assert.is(ended.stdout, "end of the program\n");
  const lines = ended.stderr.trim().split("\n").sort();
  assert.equal(lines, [
    "RuntimeWarning: coroutine 'lost' was never awaited",
    "RuntimeWarning: coroutine 'other' was never awaited",
  ]);
});

test.run();
