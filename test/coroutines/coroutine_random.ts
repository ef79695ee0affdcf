/** The suite that compares random trees of coroutines with the same trees of plain generators. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { coroutine, StopIteration } from "../../lib/coroutine.ts";
import type { Any, Steps } from "../fixtures/coroutines.ts";
import { random } from "../kit.ts";

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

/** An await in which the result objects do not come through, so that no frames are linked. */
function opaque(coro: Any): Iterable<unknown, unknown, unknown> {
  const inner = coro[Symbol.iterator]();
  return {
    [Symbol.iterator]: () => ({
      next: (value: unknown) => ({ ...inner.next(value) }),
      throw: (error: unknown) => ({ ...inner.throw(error) }),
      return: (value: unknown) => ({ ...inner.return(value) }),
    }),
  };
}

/** A coroutine that awaits others, all of which are noted in `all`. */
function forest(
  all: Any[],
  log: string[],
  plan: number,
  link: (coro: Any) => Iterable<unknown, unknown, unknown>,
): Any {
  const node = coroutine(function* (depth: number, plan: number): Steps<unknown> {
    const name = `${depth}/${plan % 97}`;
    for (let i = 0; i < 4; i++) {
      const kind = (plan >> (i * 2)) & 3;
      try {
        if (depth === 0 || kind === 0) log.push(`${name} got ${yield name}`);
        else log.push(`${name} has ${yield* link(make(depth - 1, (plan * 31 + i) >>> 0))}`);
      } catch (error) {
        log.push(`${name} caught ${(error as Error).message}`);
        if (kind !== 1) throw error;
      } finally {
        log.push(`${name} finally ${i}`);
        if (kind === 3 && plan % 3 === 0) log.push(`${name} late ${yield `${name} late`}`);
      }
    }
    return name;
  });
  function make(depth: number, plan: number): Any {
    all.push(node(depth, plan));
    return all.at(-1)!;
  }
  return make(4, plan);
}

test("driven anywhere in any way, linked frames do what the language does by itself", () => {
  const next = random(5);
  for (let round = 0; round < 400; round++) {
    const seed = Math.floor(next() * 2 ** 30);
    const links: ((coro: Any) => Iterable<unknown, unknown, unknown>)[] = [(coro) => coro, opaque];
    const worlds = links.map((link) => {
      const [all, log]: [Any[], string[]] = [[], []];
      return { all, log, root: forest(all, log, seed, link) };
    });
    const [linked, plain] = worlds as [typeof worlds[0], typeof worlds[0]];
    for (let step = 0; step < 80 && linked.root.state !== "closed"; step++) {
      const [where, what] = [next(), next()];
      const outcomes = [linked, plain].map(({ all, root }) => {
        const coro = where < 0.5 ? root : all[Math.floor((where - 0.5) * 2 * all.length)]!;
        const fresh = coro.state === "created";
        try {
          if (what < 0.8) return `gave ${coro.send(fresh ? undefined : step)}`;
          if (what < 0.95) return `gave ${coro.throw(new Error(`thrown ${step}`))}`;
          return `closed ${coro.close()}`;
        } catch (error) {
          return `${(error as Error).name} ${(error as Error).message}`;
        }
      });
      assert.is(outcomes[0], outcomes[1], `round ${round}, step ${step}`);
      assert.equal(linked.log, plain.log);
      const states = ({ all }: { all: Any[] }) => all.map(({ state }) => state);
      assert.equal(states(linked), states(plain));
    }
    for (const { all } of worlds) {
      for (const coro of all) {
        while (coro.state !== "closed") {
          try {
            coro.close();
          } catch {
            // it ignored its end once more
          }
        }
      }
    }
  }
});

test.run();
