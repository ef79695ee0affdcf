/** Condition.wait and waitFor: timeouts, levels, predicates. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Condition, Lock, RLock, Value } from "../../lib/threading.ts";
import type { NotPromise } from "../../lib/threading/condition.ts";
import { addAndNotify, here, waitDeep, waitForNumber, waitInVain } from "../fixtures/conditions.ts";
import { Gate, stress, within } from "../kit.ts";
import {
  assertTimeout,
  begin,
  fails,
  formOf,
  forms,
  isPending,
  PATIENCE,
  results,
  timed,
  turns,
} from "../tools/threads.ts";

const test = suite("Condition.wait");
async function settled(condition: Condition, ready: Gate, count: number): Promise<void> {
  await ready.waitArrived(count);
  condition.acquireSync();
  condition.release();
}
for (const form of forms) {
  test(`Condition, ${form}: a wait in vain answers false and has the lock again`, async () => {
    const lock = new Lock();
    const condition = new Condition(lock);
    const crowd = Array.from(
      { length: 4 },
      () => begin(here, waitInVain, condition, lock, form, 60),
    );
    for (const { took, held } of await results(crowd)) {
      assertTimeout(took, 60);
      assert.is(held, true);
    }
    assert.is(lock.locked(), false);
  });

  test(`Condition, ${form}: refuses impossible timeouts and keeps the lock`, async () => {
    const condition = new Condition();
    condition.acquireSync();
    const wait = (timeout: number) =>
      form === "blocking" ? condition.waitSync({ timeout }) : condition.wait({ timeout });
    await fails(() => wait(-1), RangeError);
    await fails(() => wait(NaN), RangeError);
    condition.notify();
    condition.release();
    assert.is(condition.locked(), false);
  });

  test(`Condition, ${form}: a timed-out waiter has left, the next notify is for a live one`, async () => {
    const condition = new Condition();
    condition.acquireSync();
    const gone = form === "blocking"
      ? condition.waitSync({ timeout: 10 })
      : await condition.wait({ timeout: 10 });
    assert.is(gone, false);
    condition.release();
    const ready = new Gate();
    const live = begin(here, waitDeep, condition, form, 1, ready.buffer);
    await settled(condition, ready, 1);
    condition.acquireSync();
    condition.notify(1);
    condition.release();
    assert.equal(await results([live]), [{ notified: true, releases: 1 }]);
  });

  test(`Condition, ${form}: a wait gives up every level and takes them all again`, async () => {
    const condition = new Condition();
    const ready = new Gate();
    const deep = begin(here, waitDeep, condition, form, 5, ready.buffer);
    await ready.waitArrived(1);
    assert.is(condition.acquireSync({ timeout: PATIENCE }), true); // all levels were given up
    condition.notify();
    condition.release();
    assert.equal(await results([deep]), [{ notified: true, releases: 5 }]);
    const vain = begin(here, waitDeep, condition, form, 5, ready.buffer, 10);
    assert.equal(await results([vain]), [{ notified: false, releases: 5 }]);
    assert.is(condition.locked(), false);
  });

  test(`Condition, ${form}: waitFor waits until it is so, and gives what it is`, async () => {
    const condition = new Condition();
    const number = new Value("int32", 0);
    const ready = new Gate();
    const waiter = begin(here, waitForNumber, condition, form, number, 4, ready.buffer);
    await ready.waitArrived(1);
    addAndNotify(condition, number, 3);
    assert.ok(await isPending(waiter.result()));
    addAndNotify(condition, number, 1);
    assert.is((await results([waiter]))[0]!.value, "it is 4");
  });

  test(`Condition, ${form}: waitFor has one deadline in all, however often it is woken`, async () => {
    const condition = new Condition();
    const number = new Value("int32", 0);
    const ready = new Gate();
    const waiter = begin(here, waitForNumber, condition, form, number, -1, ready.buffer, 150);
    await ready.waitArrived(1);
    let asked = 0;
    let over = false;
    const result = waiter.result().finally(() => {
      over = true;
    });
    while (!over) {
      addAndNotify(condition, number, 1);
      asked++;
      await turns(1);
    }
    const { value, took } = await within(PATIENCE, result);
    assert.is(value, false);
    assertTimeout(took, 150);
    assert.ok(asked > 3);
  });

  test(`Condition, ${form}: waitFor does not wait for what is so, and gives the last value`, async () => {
    const condition = new Condition(new Lock());
    condition.acquireSync();
    const waitFor = <T>(predicate: () => T, options?: { timeout?: number }) =>
      form === "blocking"
        ? condition.waitForSync(predicate as () => NotPromise<T>, options)
        : condition.waitFor(predicate, options);
    assert.is(await waitFor(() => 7), 7);
    assert.is(await waitFor(() => 0, { timeout: 5 }), 0);
    assert.is(await waitFor(() => "", { timeout: 0 }), "");
    let asked = 0;
    const { took } = await timed(() => waitFor(() => void asked++, { timeout: 20 }));
    assertTimeout(took, 20);
    assert.ok(asked >= 2, "asked at the beginning and at the end");
    await fails(() => waitFor(() => 1, { timeout: -1 }), RangeError);
    assert.is(condition.locked(), true);
    condition.release();
  });

  test(`Condition, ${form}: what a predicate throws comes out, with the lock held`, async () => {
    const condition = new Condition();
    condition.acquireSync();
    const bad = () => {
      throw new SyntaxError("predicate");
    };
    await fails(
      () => form === "blocking" ? condition.waitForSync(bad) : condition.waitFor(bad),
      SyntaxError,
      /predicate/,
    );
    assert.is(condition.locked(), true);
    condition.notify();
    condition.release();
  });
}

test("Condition: two on one lock do not wake each other's waiters", async () => {
  const lock = new RLock();
  const [left, right] = [new Condition(lock), new Condition(lock)];
  left.acquireSync();
  const onLeft = left.wait();
  const onRight = (right.acquireSync(), right.wait());
  right.acquireSync();
  right.notifyAll();
  right.release();
  assert.is(await within(PATIENCE, onRight), true);
  right.release();
  assert.ok(await isPending(onLeft));
  left.acquireSync();
  left.notify();
  left.release();
  assert.is(await within(PATIENCE, onLeft), true);
  left.release();
  assert.is(lock.locked(), false);
});

test("Condition: a notify and a timeout at the same moment: one or the other, never both", async () => {
  await stress(40, async (round) => {
    const condition = new Condition();
    const ready = new Gate();
    const first = begin(here, waitDeep, condition, formOf(round), 1, ready.buffer, 3);
    const second = begin(here, waitDeep, condition, formOf(round >> 1), 1, ready.buffer);
    await ready.waitArrived(2);
    let told = 0;
    while (second.isAlive()) {
      condition.acquireSync();
      condition.notify(1);
      told++;
      condition.release();
      await turns(1);
    }
    const [one, two] = await results([first, second]);
    assert.is(two!.notified, true);
    assert.ok(told >= (one!.notified ? 2 : 1), "one notify woke two");
  });
});

test("Condition: waitFor awaits a predicate's promise, waitForSync refuses it", async () => {
  const condition = new Condition(new Lock());
  condition.acquireSync();
  let asked = 0;
  // deno-lint-ignore require-await -- that is what is tested
  const third = async () => ++asked === 3;
  const notifier = setInterval(() => {
    if (condition.acquireSync({ blocking: false })) {
      condition.notifyAll();
      condition.release();
    }
  }, 1);
  assert.is(await within(PATIENCE, condition.waitFor(third)), true);
  clearInterval(notifier);
  assert.is(asked, 3);
  assert.is(await condition.waitFor(() => Promise.resolve(0), { timeout: 0 }), 0);
  const wrong = third as unknown as () => boolean;
  assert.throws(
    () => condition.waitForSync(wrong),
    (error: Error) => error instanceof TypeError && /await condition\.waitFor/.test(error.message),
  );
  assert.is(condition.locked(), true);
});

test("Condition: tasks of one thread take turns with a Lock, and are told so with an RLock", async () => {
  const mistaken = new Condition();
  const error = await mistaken.wait({ timeout: 1 }).catch((error: Error) => error);
  assert.match((error as Error).message, "new Condition(new Lock())");
  const condition = new Condition(new Lock());
  let inside = 0, most = 0, ready = false;
  const task = async () => {
    using _ = await condition.hold();
    most = Math.max(most, ++inside);
    await condition.waitFor(() => {
      inside--; // it is given up while waiting
      const go = ready;
      if (go) most = Math.max(most, ++inside);
      return go;
    });
    await Promise.resolve();
    inside--;
  };
  const tasks = [task(), task(), task()];
  await new Promise((resolve) => setTimeout(resolve, 5));
  {
    using _ = await condition.hold();
    ready = true;
    inside = 0;
    condition.notifyAll();
  }
  await within(PATIENCE, Promise.all(tasks));
  assert.is(most, 1);
});

test.run();
