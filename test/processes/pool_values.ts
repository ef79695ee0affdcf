/** The suite of what pools take and give: what cannot be sent, what is large, what is no option. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Pool, type PoolOptions, ThreadPool } from "../../lib/multiprocessing.ts";
import { fill, giveFunctionOn, here, lengthOf, prepare, square } from "../fixtures/tasks.ts";
import { rejection, thrown } from "../fixtures/outcomes.ts";

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

for (const [kind, Kind] of [["Pool", Pool], ["ThreadPool", ThreadPool]] as const) {
  const test = suite(`multiprocessing_pool_values ${kind}`);
  const make = (size?: number, options?: PoolOptions): Pool =>
    new Kind(size, { module: here, ...options });

  test("what cannot be sent fails its own task, and the pool goes on", async () => {
    await using pool = make(2);
    const argument = await rejection(pool.apply(square, [(() => 1) as unknown as number])) as Error;
    assert.instance(argument, TypeError);
    assert.match(argument.message, /^args\[0\] is a function/);
    const results = await Promise.allSettled(upTo(4).map((n) => pool.apply(giveFunctionOn, [n])));
    assert.equal(results.map(({ status }) => status), [
      "fulfilled",
      "fulfilled",
      "rejected",
      "fulfilled",
    ]);
    const { reason } = results[2] as PromiseRejectedResult;
    assert.instance(reason, TypeError);
    assert.match(reason.message, /^result\.fn is a function/);
    const stream = pool.imap(giveFunctionOn, upTo(4), { chunksize: 4 });
    assert.equal([(await stream.next()).value, (await stream.next()).value], [0, 1]);
    assert.instance(await rejection(stream.next()), TypeError);
    assert.equal((await stream.next()).value, 3);
  });

  test("bad options are refused", async () => {
    for (const size of [0, -1, 1.5]) assert.instance(thrown(() => make(size)), RangeError);
    assert.instance(thrown(() => make("2" as unknown as number)), TypeError);
    assert.instance(thrown(() => make(1, { maxtasksperchild: 0 })), RangeError);
    assert.instance(thrown(() => make(1, { initializer: (() => () => 1)() })), TypeError);
    assert.instance(
      thrown(() => make(1, { initializer: prepare, initargs: [() => 1] })),
      TypeError,
    );
    await using pool = make(1);
    assert.instance(await rejection(pool.map(square, [1], { chunksize: 0 })), RangeError);
    assert.instance(await rejection(pool.apply((() => () => 1)())), TypeError);
    assert.instance(await rejection(pool.applyAsync(square, [1]).get({ timeout: -1 })), RangeError);
  });

  test("large values come and go whole", async () => {
    await using pool = make(2);
    assert.is(await pool.apply(lengthOf, [new Uint8Array(3_000_000)]), 3_000_000);
    const filled = await pool.apply(fill, [3_000_000]);
    assert.ok(filled.length === 3_000_000 && filled.every((byte) => byte === 5));
  });

  test.run();
}
