/** The suite of the window of imap and imapUnordered: how far they are ahead of those who take the results. */
// deadline: 300 s

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Pool, ThreadPool } from "../../lib/multiprocessing.ts";
import { here, square } from "../fixtures/tasks.ts";
import { until, within } from "../kit.ts";

const PATIENCE = 30_000;

/** Counts how many of its numbers were taken. */
class Numbers {
  taken = 0;

  *until(end: number): Generator<number> {
    for (let n = 0; n < end; n++) {
      this.taken++;
      yield n;
    }
    throw new RangeError("no more");
  }
}

const squares = (count: number) => Array.from({ length: count }, (_, n) => n * n);

for (const [kind, Kind] of [["Pool", Pool], ["ThreadPool", ThreadPool]] as const) {
  const test = suite(`multiprocessing_streams_window ${kind}`);

  test("a slow reader is followed, all is taken if asked, and all when closed", async () => {
    await using pool: Pool = new Kind(2, { module: here });
    for (const act of ["imap", "imapUnordered"] as const) {
      for (const [buffersize, chunksize] of [[1, 1], [7, 1], [8, 3]] as const) {
        const numbers = new Numbers();
        const results = pool[act](square, numbers.until(Infinity), { buffersize, chunksize });
        const whole = Math.floor(buffersize / chunksize) * chunksize; // only whole chunks are taken
        for (let got = 0; got < 20; got++) {
          await until(() => numbers.taken >= whole, "the first items");
          // What was on its way has come.
          assert.is(await within(PATIENCE, pool.apply(square, [3])), 9);
          assert.ok(numbers.taken <= got + buffersize, `${numbers.taken} taken, ${got} read`);
          assert.is((await within(PATIENCE, results.next())).done, false);
        }
        assert.ok(numbers.taken >= 20, "the window moves with the reader");
        await results.return();
      }
    }
    const rest = [];
    for (const act of ["imap", "imapUnordered"] as const) {
      const many = 2000; // more than the window that is the default
      const all = new Numbers(), few = new Numbers();
      const results = pool[act](square, all.until(many), { buffersize: Infinity });
      await until(() => all.taken === many, "the end of the iterable, though nobody reads");
      rest.push([results, many] as const);
      rest.push([pool[act](square, few.until(50), { buffersize: 2 }), 50] as const);
    }
    pool.close();
    await within(PATIENCE, pool.join());
    for (const [results, count] of rest) {
      const got: number[] = [];
      for (let n = 0; n < count; n++) got.push((await within(PATIENCE, results.next())).value!);
      assert.equal(got.sort((a, b) => a - b), squares(count));
      const error = await results.next().then(() => "no error", (error: unknown) => error);
      assert.instance(error, RangeError); // of the iterable, behind all that it gave
    }
  });

  test.run();
}
