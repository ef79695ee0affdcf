/** The suite of pools in trouble: unreadable messages, errors that tasks leave behind, endless iterables. */
// deadline: 300 s

import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  Pool,
  Queue as SharedQueue,
  ThreadPool,
  WorkerLostError,
} from "../../lib/multiprocessing.ts";
import { Queue } from "../../lib/queue.ts";
import { Lock } from "../../lib/threading.ts";
import {
  counted,
  failing,
  here,
  leavesRejection,
  leavesTimer,
  prepare,
  prepareBadly,
  preparedBy,
  same,
  throwsWith,
  Unreadable,
  unreadable,
} from "../fixtures/pool_trouble.ts";
import { until, within } from "../kit.ts";

const test = suite("pool_trouble");
const PATIENCE = 20_000;

for (const Class of [Pool, ThreadPool] as const) {
  const { name } = Class;
  const failure = (promise: Promise<unknown>) =>
    within(PATIENCE, promise.then(() => "no error", (error: Error) => error));

  test(`${name}: what cannot be read ends its call with an error, and nothing else`, async () => {
    await using pool = new Class(2, { module: here });
    for (let round = 0; round < 3; round++) {
      const bad = failure(pool.apply(same, [new Unreadable()]));
      const good = pool.apply(same, [round]);
      assert.match((await bad as Error).message, "nobody.knows");
      assert.is(await within(PATIENCE, good), round);
      assert.match((await failure(pool.apply(unreadable, [2])) as Error).message, "nobody.knows");
      assert.match(
        (await failure(pool.map(same, [1, new Unreadable(), 3])) as Error).message,
        "nobody.knows",
      );
      assert.match(
        (await failure(pool.map(unreadable, [1, 2, 3])) as Error).message,
        "nobody.knows",
      );
      for (const [how, text] of [["field", "by a field"], ["cause", "by a cause"]] as const) {
        const error = await failure(pool.apply(failing, [how])) as Error & { n?: number };
        assert.instance(error, RangeError);
        assert.is(error.message, text);
        assert.is(error.n, how === "field" ? 7 : undefined);
        assert.is(error.cause, how === "cause" ? "Unreadable {}" : undefined);
      }
      const odd = await failure(pool.apply(failing, ["itself"])) as Error;
      assert.match(
        odd.message,
        /^Unreadable \{\} was thrown, which cannot be sent: .*nobody\.knows/,
      );
      assert.equal(await within(PATIENCE, pool.map(same, [1, 2, 3])), [1, 2, 3]);
    }
    const results = pool.imap(unreadable, [1, 2, 3]);
    const seen: unknown[] = [];
    for (let i = 0; i < 3; i++) {
      seen.push(
        await results.next({ timeout: PATIENCE }).then(({ value }) => value, () => "error"),
      );
    }
    assert.equal(seen, [1, "error", 3]);
    pool.close();
    await within(PATIENCE, pool.join());
  });

  test(`${name}: a worker lives on after errors that cannot be read`, async () => {
    await using pool = new Class(1, { module: here });
    assert.is(await within(PATIENCE, pool.apply(counted)), 1);
    for (const how of ["field", "cause", "itself"] as const) {
      assert.not.instance(await failure(pool.apply(failing, [how])), WorkerLostError);
    }
    assert.is(await within(PATIENCE, pool.apply(counted)), 2);
  });

  test(`${name}: the reason for which no worker can be prepared is named`, async () => {
    await using bad = new Class(1, {
      initializer: prepare,
      initargs: [new Unreadable()],
      module: here,
    });
    const error = await failure(bad.apply(same, [1])) as Error;
    assert.instance(error, WorkerLostError);
    assert.match(error.message, /before its first task: TypeError: .*nobody\.knows/);
    await using failed = new Class(1, { initializer: prepareBadly, module: here });
    const other = await failure(failed.apply(same, [1])) as Error;
    assert.instance(other, RangeError);
    assert.is(other.message, "by a field");
  });

  test(`${name}: a shared object in a field of an error arrives`, async () => {
    await using pool = new Class(1, { module: here });
    for (let round = 0; round < 3; round++) {
      const queue = name === "Pool" ? new SharedQueue<number>() : new Queue<number>();
      const { held } = await failure(pool.apply(throwsWith, [queue])) as unknown as {
        held: typeof queue;
      };
      assert.is(held, queue);
    }
  });

  test(`${name}: an error that a task leaves behind is the cause of its loss`, async () => {
    await using pool = new Class(1, { module: here });
    for (
      const [task, Cause, text] of [
        [leavesTimer, RangeError, "from a timer"],
        [leavesRejection, TypeError, "nobody took it"],
      ] as const
    ) {
      const error = await failure(pool.apply(task)) as Error;
      assert.instance(error, WorkerLostError);
      assert.match(error.message, /^PoolWorker-\d+/);
      assert.instance(error.cause, Cause);
      assert.is((error.cause as Error).message, text);
      assert.is(await within(PATIENCE, pool.apply(same, [7])), 7);
    }
  });

  test(`${name}: imap takes items as results are read`, async () => {
    await using pool = new Class(2, { module: here });
    let read = 0;
    const endless = function* () {
      for (;;) yield read++;
    };
    for (const kind of ["imap", "imapUnordered"] as const) {
      read = 0;
      const results = pool[kind](same, endless(), { buffersize: 10 });
      await until(() => read >= 10, "the items of the window");
      await pool.apply(same, [0]); // whatever was under way has come
      assert.is(read, 10);
      const got: number[] = [];
      for (let i = 0; i < 30; i++) got.push((await results.next({ timeout: PATIENCE })).value!);
      const inOrder = Array.from({ length: 30 }, (_, i) => i);
      if (kind === "imap") assert.equal(got, inOrder);
      else assert.is(new Set(got.filter((n) => n < read)).size, 30);
      assert.ok(read >= 30 && read <= 40, `${read}`);
      await results.return();
    }
    read = 0;
    const standard = pool.imap(same, endless());
    for (let i = 0; i < 5; i++) await standard.next({ timeout: PATIENCE });
    assert.ok(read <= 128 * 2 + 5, `${read} of an endless iterable were read ahead`);
    await standard.return();
    for (const buffersize of [0, -1, 1.5, NaN]) {
      assert.throws(
        () => pool.imap(same, [1], { buffersize }),
        /buffersize must be a whole number/,
      );
    }
    const all = pool.imap(same, [1, 2, 3, 4, 5], { buffersize: 1, chunksize: 2 });
    const few = pool.imap(same, Array.from({ length: 1000 }, (_, i) => i), { buffersize: 5 });
    pool.close();
    await within(PATIENCE, pool.join()); // also what nobody has taken is worked on
    for (let i = 1; i <= 5; i++) assert.is((await all.next()).value, i);
    for (let i = 0; i < 1000; i++) assert.is((await few.next()).value, i);
  });
}

test("ThreadPool: what threads share may be an argument of the initializer", async () => {
  const options = { initializer: prepare, initargs: [new Lock()], module: here } as const;
  await using pool = new ThreadPool(1, options);
  assert.is(await within(PATIENCE, pool.apply(preparedBy)), true);
});

test.run();
