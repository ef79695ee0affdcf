// The suite that compares random trees of coroutines with the same trees of plain generators.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { coroutine, StopIteration } from "../lib/coroutine.ts";
import { type Any } from "./fixtures/coroutines.ts";

const test = suite("coroutine_random");

test("a random tree of awaits does what plain yield* does", () => {
  let seed = 7;
  const random = (n: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return (seed >>> 8) % n;
  };
  type Make = (...args: number[]) => Iterable<unknown, unknown, unknown>;
  const build = (
    log: unknown[],
    wrap: (make: (...args: number[]) => Generator<unknown, unknown, unknown>) => Make,
  ): Make => {
    const node: Make = wrap(
      function* node(depth: number, shape: number): Generator<unknown, unknown, unknown> {
        for (let i = 0; i < 3; i++) {
          const kind = (shape >> (i * 2)) & 3;
          try {
            if (depth === 0 || kind === 0) log.push(yield `${depth}:${i}`);
            else if (kind === 1) log.push(yield* node(depth - 1, shape * 31 + i));
            else if (kind === 2) log.push(yield* between(depth - 1, shape * 17 + i));
            else throw new RangeError(`${depth}:${i}`);
          } catch (error) {
            log.push(`caught ${(error as Error).message}`);
            if (shape % 5 === 0) throw error;
          } finally {
            log.push(`finally ${depth}:${i}`);
          }
        }
        return depth;
      },
    );
    function* between(depth: number, shape: number): Generator<unknown, unknown, unknown> {
      return yield* node(depth, shape);
    }
    return node;
  };
  for (let round = 0; round < 300; round++) {
    const shape = random(1 << 20);
    const [logA, logB]: [unknown[], unknown[]] = [[], []];
    const plain = build(logA, (make) => make)(4, shape) as Generator<unknown, unknown, unknown>;
    const coro = build(logB, coroutine)(4, shape) as Any;
    const act = (action: () => unknown): unknown => {
      try {
        return action();
      } catch (error) {
        return error instanceof StopIteration ? ["end", error.value] : (error as Error).message;
      }
    };
    for (let step = 0; step < 60; step++) {
      const what = step === 0 ? 0 : random(10);
      const error = new Error(`thrown ${step}`);
      const value = step === 0 ? undefined : step;
      const ofPlain = act(() => {
        const result = what < 8 ? plain.next(value) : plain.throw(error);
        return result.done ? ["end", result.value] : result.value;
      });
      const ofCoro = act(() => what < 8 ? coro.send(value) : coro.throw(error));
      assert.equal(ofCoro, ofPlain, `round ${round}, step ${step}`);
      assert.equal(logB, logA);
      if (coro.state === "closed") break;
    }
    plain.return(undefined);
    coro.close();
    assert.equal(logB, logA);
  }
});

test.run();
