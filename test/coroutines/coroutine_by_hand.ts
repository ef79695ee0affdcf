/** The suite of coroutines in a chain that are driven by hand, past those who await them. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { coroutine, RuntimeError, StopIteration } from "../../lib/coroutine.ts";
import {
  type Any,
  emit,
  EXECUTING,
  reader,
  REUSED,
  thrown,
  throws,
} from "../fixtures/coroutines.ts";

const test = suite("coroutine_by_hand");

test("a coroutine that another one has driven to its end is not taken for awaited", () => {
  for (const sends of [1, 2]) {
    const inner = emit(...Array(sends + 1).keys());
    const outer = coroutine(function* () {
      try {
        yield* inner;
      } catch (error) {
        return error;
      }
      return undefined;
    })();
    for (let i = 0; i < sends; i++) assert.is(outer.send(undefined), i);
    assert.is(inner.send(undefined), sends); // CPython allows that, too
    assert.is((thrown(() => inner.send("mine")) as StopIteration).value, "mine");
    const end = thrown(() => outer.send(undefined)) as StopIteration;
    assert.is((end.value as Error).message, REUSED);
  }
});

test("a middle one driven by hand hands its value to nobody but its driver, and all goes on", () => {
  const leaf = emit(1, 2, 3, 4, 5, 6);
  const middle = reader(leaf);
  const outer = reader(middle);
  assert.is(outer.send(undefined), 1);
  assert.is(outer.send(undefined), 2);
  assert.is(middle.send(undefined), 3);
  assert.is(leaf.send(undefined), 4);
  assert.is(outer.send(undefined), 5);
  assert.is(middle.send(undefined), 6);
  assert.is((thrown(() => outer.send("v")) as StopIteration).value, "v");
  assert.equal([outer.state, middle.state, leaf.state], ["closed", "closed", "closed"]);
});

test("one that is driven by hand refuses, where it is awaited, whoever awaits it", () => {
  for (const sends of [1, 2]) {
    const inner: Any = coroutine(function* (): Generator<unknown, unknown, unknown> {
      for (let i = 0; i < sends; i++) yield i;
      assert.is(outer.state, "suspended");
      throws(() => outer.send(undefined), RuntimeError, EXECUTING);
      assert.is(outer.state, "closed");
      return "end";
    })();
    const outer = reader(inner);
    for (let i = 0; i < sends; i++) outer.send(undefined);
    assert.is((thrown(() => inner.send(undefined)) as StopIteration).value, "end");
  }
});

test("an iterator between the coroutines is asked each time", () => {
  const log: unknown[] = [];
  function logged(coro: Any): Iterable<unknown, unknown, unknown> {
    const inner = coro[Symbol.iterator]();
    return {
      [Symbol.iterator]: () => ({
        next(value?: unknown) {
          log.push(value);
          return inner.next(value);
        },
      }),
    };
  }
  const outer = coroutine(function* (): Generator<unknown, unknown, unknown> {
    return yield* logged(emit(1, 2, 3));
  })();
  assert.is(outer.send(undefined), 1);
  assert.is(outer.send("a"), 2);
  assert.is(outer.send("b"), 3);
  assert.is((thrown(() => outer.send("c")) as StopIteration).value, "c");
  assert.equal(log, [undefined, "a", "b", "c"]);
});

test("what a coroutine drives by hand and yields on is its own yield", () => {
  const outer = coroutine(function* (): Generator<unknown, unknown, unknown> {
    const inner = emit(1, 2, 3)[Symbol.iterator]();
    const got: unknown[] = [];
    for (let step = inner.next(undefined); !step.done; step = inner.next("inner's")) {
      got.push(yield step.value);
    }
    return got;
  })();
  const sent = ["a", "b"].map((
    value,
  ) => (outer.state === "created" && outer.send(undefined), outer.send(value)));
  assert.equal(sent, [2, 3]);
  assert.equal((thrown(() => outer.send("c")) as StopIteration).value, ["a", "b", "c"]);
});

test("the iterator of a coroutine can be driven like CPython's __await__()", () => {
  const iterator = emit(1, 2)[Symbol.iterator]();
  assert.equal(iterator.next(undefined), { value: 1, done: false });
  assert.equal(iterator.next("x"), { value: 2, done: false });
  assert.equal(iterator.next("y"), { value: "y", done: true });
  throws(() => iterator.next("z"), RuntimeError, REUSED);
  const closed = emit(1)[Symbol.iterator]();
  closed.next(undefined);
  assert.equal(closed.return("r"), { value: "r", done: true });
  throws(() => closed.next("z"), RuntimeError, REUSED);
});

test("one iterator awaited by two gives its value once, to the one that drove it", () => {
  for (const sends of [0, 1, 2, 3]) {
    const iterator = emit(...Array(2 * sends + 2).keys())[Symbol.iterator]();
    const shared = { [Symbol.iterator]: () => iterator };
    const make = coroutine(function* (): Generator<unknown, unknown, unknown> {
      return yield* shared;
    });
    const [a, b] = [make(), make()];
    for (let i = 0; i <= sends; i++) {
      assert.is(a.send(undefined), 2 * i);
      assert.is(b.send(undefined), 2 * i + 1);
    }
    assert.is((thrown(() => a.send("end")) as StopIteration).value, "end");
    throws(() => b.send(undefined), RuntimeError, REUSED);
  }
});

test.run();
