/** The suite of what a coroutine refuses: re-entry, being awaited twice, StopIteration from inside. */
// deno-lint-ignore-file require-yield no-unsafe-finally

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { coroutine, RuntimeError, StopIteration } from "../../lib/coroutine.ts";
import {
  type Any,
  AWAITED,
  drive,
  emit,
  EXECUTING,
  reader,
  REUSED,
  thrown,
  throws,
} from "../fixtures/coroutines.ts";

const test = suite("coroutine_misuse");

test("re-entry is refused and does no harm", () => {
  const seen: string[] = [];
  const me: Any = coroutine(function* (): Generator<unknown, unknown, unknown> {
    const attempts = [
      () => me.send(undefined),
      () => me.send("value"),
      () => me.throw(new Error("x")),
      () => me.close(),
      () => reader(me).send(undefined),
      () => me[Symbol.iterator]().next(undefined),
    ];
    for (const attempt of attempts) throws(attempt, RuntimeError, EXECUTING);
    seen.push(me.state);
    yield "alive";
    for (const attempt of attempts) throws(attempt, RuntimeError, EXECUTING);
    return "end";
  })();
  assert.is(me.send(undefined), "alive");
  assert.is((thrown(() => me.send(undefined)) as StopIteration).value, "end");
  assert.equal(seen, ["running"]);
});

test("a coroutine cannot await itself, nor one that awaits it", () => {
  const me: Any = coroutine(function* (): Generator<unknown, void, unknown> {
    yield* me;
  })();
  throws(() => me.send(undefined), RuntimeError, EXECUTING);
  for (const first of [[], [1, 2]]) {
    const outer: Any = coroutine(function* (): Generator<unknown, void, unknown> {
      yield* inner();
    })();
    const inner = coroutine(function* (): Generator<unknown, void, unknown> {
      yield* first;
      assert.is(outer.state, "running");
      yield* outer;
    });
    for (const value of first) assert.is(outer.send(undefined), value);
    throws(() => outer.send(undefined), RuntimeError, EXECUTING);
  }
});

test("all that await a running coroutine are running, and refuse to be driven", () => {
  const states: string[] = [];
  const seeAll = (): void => {
    for (const coro of [a, b, c]) {
      states.push(coro.state);
      throws(() => coro.send(undefined), RuntimeError, EXECUTING);
      throws(() => coro.throw(new Error("x")), RuntimeError, EXECUTING);
      throws(() => coro.close(), RuntimeError, EXECUTING);
    }
  };
  const c: Any = coroutine(function* c(): Generator<unknown, void, unknown> {
    for (let i = 0; i < 4; i++) {
      seeAll();
      yield i;
    }
    seeAll();
  })();
  const b = reader(c);
  const a = reader(b);
  for (let i = 0; i < 4; i++) {
    assert.is(a.send(undefined), i);
    assert.equal([a.state, b.state, c.state], ["suspended", "suspended", "suspended"]);
  }
  thrown(() => a.send(undefined));
  assert.is(states.length, 15);
  assert.ok(states.every((state) => state === "running"));
  assert.equal([a.state, b.state, c.state], ["closed", "closed", "closed"]);
});

test("one that is suspended cannot be awaited", () => {
  const coro = emit(1, 2);
  coro.send(undefined);
  throws(() => reader(coro).send(undefined), RuntimeError, AWAITED);
  const first = emit(1, 2);
  const one = reader(first);
  one.send(undefined);
  const two = reader(first);
  throws(() => two.send(undefined), RuntimeError, AWAITED);
  assert.equal(drive(one), [[2], undefined]);
  throws(() => reader(first).send(undefined), RuntimeError, REUSED);
  coro.close();
});

test("StopIteration raised inside becomes a RuntimeError with the cause", () => {
  const stop = new StopIteration(3, "3");
  const raise = coroutine(function* raise() {
    throw stop;
  });
  const message = "coroutine raised StopIteration";
  throws(() => raise().send(undefined), RuntimeError, message);
  assert.is(thrown(() => raise().send(undefined)).cause, stop);
  // thrown in and not caught, fresh or not
  throws(() => emit(1).throw(stop), RuntimeError, message);
  const started = emit(1);
  started.send(undefined);
  throws(() => started.throw(stop), RuntimeError, message);
  // from a coroutine driven by hand inside
  const careless = coroutine(function* () {
    emit().send(undefined);
  })();
  throws(() => careless.send(undefined), RuntimeError, message);
  // whoever awaits sees the RuntimeError
  const outer = coroutine(function* () {
    try {
      yield* raise();
    } catch (error) {
      return error;
    }
    return undefined;
  })();
  const end = thrown(() => outer.send(undefined)) as StopIteration;
  assert.instance(end.value, RuntimeError);
  assert.is((end.value as Error).cause, stop);
  // returned, it is a value like any other
  const given = coroutine(function* () {
    return stop;
  })();
  assert.is((thrown(() => given.send(undefined)) as StopIteration).value, stop);
  // and from finally, at close
  const closing = coroutine(function* () {
    try {
      yield 1;
    } finally {
      throw stop;
    }
  })();
  closing.send(undefined);
  throws(() => closing.close(), RuntimeError, message);
});

test.run();
