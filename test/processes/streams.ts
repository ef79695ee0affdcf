/** The suite of imap and imapUnordered where their iterable never ends, is left, or fails. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Pool, type PoolIterator, RuntimeError, ThreadPool } from "../../lib/multiprocessing.ts";
import { here, square, squareLater } from "../fixtures/tasks.ts";
import { rejection } from "../fixtures/outcomes.ts";
import { within } from "../kit.ts";

/** Whole numbers without an end, or until `breaking`; counts how many were taken. */
class Numbers {
  taken = 0;
  closed = false;

  *until(breaking: number): Generator<number> {
    try {
      for (let n = 0;; n++) {
        if (n === breaking) throw new RangeError("no more");
        this.taken++;
        yield n;
      }
    } finally {
      this.closed = true;
    }
  }
}

/** Takes results until one throws. */
async function drain(results: PoolIterator<number>): Promise<{ got: number[]; error: unknown }> {
  const got: number[] = [];
  try {
    for await (const result of results) got.push(result);
  } catch (error) {
    return { got, error };
  }
  throw new Error("the results had an end, where an error was expected");
}

for (const [kind, Kind] of [["Pool", Pool], ["ThreadPool", ThreadPool]] as const) {
  const test = suite(`multiprocessing_streams ${kind}`);
  const make = (size: number): Pool => new Kind(size, { module: here });

  for (const act of ["imap", "imapUnordered"] as const) {
    test(`${act}: a loop that is left takes no more, and the pool goes on`, async () => {
      const pool = make(2);
      const numbers = new Numbers();
      let seen = 0;
      for await (const _ of pool[act](square, numbers.until(Infinity))) if (++seen === 5) break;
      assert.is(numbers.closed, true);
      const { taken } = numbers;
      assert.is(await within(10_000, pool.apply(square, [3])), 9);
      assert.is(numbers.taken, taken);
      pool.close();
      await within(10_000, pool.join());
    });

    test(`${act}: after return() there is no result, also for who waits`, async () => {
      await using pool = make(1);
      const results = pool[act](squareLater, [2, 3], { chunksize: 1 });
      const waits = results.next();
      await results.return();
      assert.equal((await within(10_000, waits)).done, true);
      assert.equal(await results.next(), { value: undefined, done: true });
    });

    test(`${act}: calls that come later have their turns`, async () => {
      await using pool = make(2);
      const endless = pool[act](square, new Numbers().until(Infinity));
      assert.is(await within(10_000, pool.apply(square, [3])), 9);
      const others: number[] = [];
      for await (const n of pool.imap(square, [1, 2, 3])) others.push(n);
      assert.equal(others, [1, 4, 9]);
      assert.equal(await pool.map(square, [4, 5]), [16, 25]);
      assert.is((await endless.next()).done, false);
    });

    test(`${act}: terminate ends the iterable, too`, async () => {
      const pool = make(1);
      const numbers = new Numbers();
      const results = pool[act](square, numbers.until(Infinity));
      await results.next();
      pool.terminate();
      await within(10_000, pool.join());
      assert.is(numbers.closed, true);
    });

    for (const [breaking, chunksize, given] of [[3, 1, 3], [7, 2, 6], [7, 4, 4]] as const) {
      test(`${act}: an iterable that fails at ${breaking}, in chunks of ${chunksize}`, async () => {
        await using pool = make(3);
        const results = pool[act](square, new Numbers().until(breaking), { chunksize });
        const { got, error } = await within(10_000, drain(results));
        assert.equal(got.sort((a, b) => a - b), Array.from({ length: given }, (_, n) => n * n));
        assert.instance(error, RangeError);
      });
    }
  }

  test("an iterable may call its own pool, or end it", async () => {
    const pool = make(1);
    const inner: Promise<number>[] = [];
    function* calls() {
      for (let n = 1; n <= 3; n++) {
        inner.push(pool.apply(square, [n * 10]));
        yield n;
      }
    }
    const results = pool.imap(square, calls());
    for (const n of [1, 4, 9]) assert.is((await within(10_000, results.next())).value, n);
    assert.equal(await within(10_000, Promise.all(inner)), [100, 400, 900]);
    function* ends() {
      yield 1;
      pool.terminate();
      yield 2;
    }
    const { error } = await within(10_000, drain(pool.imap(square, ends())));
    assert.instance(error, RuntimeError);
    await within(10_000, pool.join());
  });

  test("a pool and its results do not go to a worker", async () => {
    await using pool = make(1);
    const result = pool.applyAsync(square, [2]);
    const results = pool.imap(square, [1]);
    for (const thing of [pool, result, results]) {
      const error = await rejection(pool.apply(square as (x: unknown) => unknown, [thing]));
      assert.instance(error, TypeError);
      assert.match((error as Error).message, /^args\[0\]/);
    }
    assert.is(await result.get(), 4);
  });

  test.run();
}
