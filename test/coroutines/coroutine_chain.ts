/** The suite of coroutines that await coroutines: whom send, throw and close reach. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { coroutine, RuntimeError, StopIteration } from "../../lib/coroutine.ts";
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

const test = suite("coroutine_chain");

/** A chain of coroutines, each of which notes what passes. */
function chainOf(depth: number, log: string[], leaf: () => Any, plain = false): Any {
  const level = (n: number): Any => n === 0 ? leaf() : node(n);
  function* between(n: number): Generator<unknown, unknown, unknown> {
    return yield* level(n - 1);
  }
  const node = coroutine(function* node(n: number): Generator<unknown, unknown, unknown> {
    try {
      const value = yield* plain ? between(n) : level(n - 1);
      log.push(`${n} got ${value}`);
      return `${n}`;
    } catch (error) {
      log.push(`${n} caught ${(error as Error).message}`);
      throw error;
    } finally {
      log.push(`${n} finally`);
    }
  });
  return level(depth);
}

for (const plain of [false, true]) {
  const name = plain ? "a chain with plain generators between" : "a chain";

  test(`${name}: send reaches the innermost, its end goes outward in order`, () => {
    const log: string[] = [];
    const echo = coroutine(function* echo(): Generator<unknown, unknown, unknown> {
      let sent: unknown = "ready";
      while (sent !== "stop") sent = yield sent;
      return "leaf";
    });
    const coro = chainOf(3, log, () => echo(), plain);
    assert.is(coro.send(undefined), "ready");
    for (let i = 0; i < 5; i++) assert.is(coro.send(i), i);
    assert.equal(log, []);
    assert.is((thrown(() => coro.send("stop")) as StopIteration).value, "3");
    assert.equal(log, ["1 got leaf", "1 finally", "2 got 1", "2 finally", "3 got 2", "3 finally"]);
  });

  for (const sends of [1, 2, 5]) {
    test(`${name}: throw after ${sends} sends reaches the innermost and unwinds in order`, () => {
      const log: string[] = [];
      const coro = chainOf(2, log, () => emit(1, 2, 3, 4, 5), plain);
      for (let i = 0; i < sends; i++) coro.send(undefined);
      const error = new RangeError("down");
      assert.is(thrown(() => coro.throw(error)), error);
      assert.equal(log, ["1 caught down", "1 finally", "2 caught down", "2 finally"]);
      assert.is(coro.state, "closed");
    });

    test(`${name}: close after ${sends} sends runs finally from the innermost outward`, () => {
      const log: string[] = [];
      const held = coroutine(function* held(): Generator<unknown, unknown, unknown> {
        try {
          for (;;) yield "held";
        } finally {
          log.push("leaf finally");
        }
      });
      const coro = chainOf(2, log, () => held(), plain);
      for (let i = 0; i < sends; i++) coro.send(undefined);
      coro.close();
      assert.equal(log, ["leaf finally", "1 finally", "2 finally"]);
      throws(() => coro.send(undefined), RuntimeError, REUSED);
    });
  }

  test(`${name}: the innermost may catch and go on, and so may the middle`, () => {
    const patient = coroutine(function* patient(): Generator<unknown, unknown, unknown> {
      for (;;) {
        try {
          yield "on";
        } catch (error) {
          if ((error as Error).message === "end") throw error;
        }
      }
    });
    const middle = coroutine(function* middle(): Generator<unknown, unknown, unknown> {
      for (;;) {
        try {
          yield* chainOf(1, [], () => patient(), plain);
        } catch (error) {
          yield `middle caught ${(error as Error).message}`;
        }
      }
    });
    const coro = reader(middle());
    for (let round = 0; round < 3; round++) {
      assert.is(coro.send(undefined), "on");
      for (let i = 0; i < 3; i++) assert.is(coro.throw(new Error("go on")), "on");
      assert.is(coro.send(undefined), "on");
      assert.is(coro.throw(new Error("end")), "middle caught end");
    }
    coro.close();
  });
}

test("closing the outer closes the inner; an inner that ignores it is the outer's error", () => {
  const stubborn = coroutine(function* stubborn(count: number): Generator<unknown, void, unknown> {
    try {
      for (let i = 0; i < count; i++) yield i;
    } finally {
      yield "stubborn";
    }
  });
  for (const sends of [1, 2, 3]) {
    const inner = stubborn(sends);
    const seen: string[] = [];
    const outer = coroutine(function* () {
      try {
        yield* inner;
      } catch (error) {
        seen.push((error as Error).message);
      }
    })();
    for (let i = 0; i < sends; i++) outer.send(undefined);
    outer.close();
    assert.equal(seen, [IGNORED]);
    assert.is(inner.state, "suspended");
    assert.is(outer.state, "closed");
    inner.close();
  }
});

test("an outer that goes on after its inner ignored the end is its own again", () => {
  const cases = [1, 2, 3].flatMap((sends) => [[sends, false], [sends, true]] as const);
  for (const [sends, above] of cases) {
    const inner = coroutine(function* inner(): Generator<unknown, void, unknown> {
      try {
        for (;;) yield "inner";
      } finally {
        yield "stubborn";
      }
    })();
    const outer = coroutine(function* (): Generator<unknown, unknown, unknown> {
      try {
        yield* inner;
      } catch {
        return yield "outer's own";
      }
      return undefined;
    })();
    const root = above ? reader(outer) : outer;
    for (let i = 0; i < sends; i++) root.send(undefined);
    throws(() => outer.close(), RuntimeError, IGNORED);
    assert.equal([root.state, outer.state, inner.state], Array(3).fill("suspended"));
    assert.is((thrown(() => root.send("answer")) as StopIteration).value, "answer");
    assert.equal([root.state, outer.state, inner.state], ["closed", "closed", "suspended"]);
    inner.close();
  }
});

test("arrays, generators and other iterables are delegated to as the language does", () => {
  const mixed = coroutine(function* (): Generator<unknown, unknown, unknown> {
    yield* [1, 2];
    const back = yield* (function* (): Generator<unknown, unknown, unknown> {
      return yield "plain";
    })();
    yield* emit(back);
    return "end";
  })();
  assert.is(mixed.send(undefined), 1);
  assert.is(mixed.send(undefined), 2);
  assert.is(mixed.send(undefined), "plain");
  assert.is(mixed.send("back"), "back");
  assert.is((thrown(() => mixed.send(undefined)) as StopIteration).value, "end");
});

test("awaiting a number is a TypeError", () => {
  const coro = coroutine(function* (): Generator<unknown, void, unknown> {
    yield* 5 as unknown as [];
  })();
  assert.instance(thrown(() => coro.send(undefined)), TypeError);
  assert.is(coro.state, "closed");
});

test("a chain a thousand deep is driven without a deep stack after its start", () => {
  const deep = (n: number): Any => n === 0 ? emit(...Array(10).keys()) : reader(deep(n - 1));
  const coro = deep(1000);
  assert.equal(drive(coro), [[...Array(10).keys()], undefined]);
});

test.run();
