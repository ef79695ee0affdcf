// Condition: it is its lock; waiting, notifying, predicates.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Condition, Lock, RLock, RuntimeError, SharedArray, Value } from "../lib/threading.ts";
import {
  addAndNotify,
  here,
  pingPong,
  strangersCalls,
  waitDeep,
  waitForNumber,
  waitInLine,
  waitInPhases,
  waitInVain,
} from "./fixtures/conditions.ts";
import { holdUntil } from "./fixtures/locks.ts";
import { Gate, stress, within } from "./kit.ts";
import { addLockTests } from "./tools/lock_tests.ts";
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
} from "./tools/threads.ts";

const test = suite("Condition");
addLockTests(test, "Condition", () => new Condition());
addLockTests(test, "Condition(Lock)", () => new Condition(new Lock()));

test("Condition: by default its lock is an RLock, else the one it was given", async () => {
  const condition = new Condition();
  condition.acquireSync();
  assert.is(await condition.acquire({ blocking: false }), true);
  condition.release();
  condition.release();
  for (const lock of [new Lock(), new RLock()]) {
    const given = new Condition(lock);
    given.acquireSync();
    assert.is(lock.locked(), true);
    given.release();
    assert.is(lock.locked(), false);
    lock.acquireSync();
    assert.is(given.locked(), true);
    lock.release();
    assert.is(given.locked(), false);
  }
  const plain = new Condition(new Lock());
  plain.acquireSync();
  assert.is(plain.acquireSync({ blocking: false }), false);
  plain.release();
});

test("Condition: waiting and notifying need the lock", async () => {
  for (
    const condition of [new Condition(), new Condition(new Lock()), new Condition(new RLock())]
  ) {
    await fails(() => condition.waitSync(), RuntimeError, /wait/);
    await fails(() => condition.wait(), RuntimeError, /wait/);
    await fails(() => condition.wait({ timeout: 5 }), RuntimeError);
    await fails(() => condition.waitFor(() => false), RuntimeError);
    await fails(() => condition.waitForSync(() => false), RuntimeError);
    await fails(() => condition.notify(), RuntimeError, /notify/);
    await fails(() => condition.notifyAll(), RuntimeError, /notify/);
    await fails(() => condition.release(), RuntimeError);
    assert.is(condition.locked(), false);
  }
});

test("Condition: the owner of an RLock is the thread, nobody else may wait or notify", async () => {
  const condition = new Condition();
  const gate = new Gate();
  const owner = begin(here, strangersCalls, condition);
  assert.equal(await results([owner]), [Array(5).fill("RuntimeError")]);
  const holder = begin(here, strangersCalls, condition);
  await results([holder]);
  condition.acquireSync();
  assert.equal(await results([begin(here, strangersCalls, condition)]), [
    Array(5).fill("RuntimeError"),
  ]);
  condition.release();
  const other = begin(holdModule, holdUntil, condition, gate.buffer);
  await gate.waitArrived(1);
  await fails(() => condition.notify(), RuntimeError);
  await fails(() => condition.waitSync(), RuntimeError);
  gate.open();
  await results([other]);
});
const holdModule = new URL("./fixtures/locks.ts", import.meta.url).href;

/** Waits until `count` waiters have arrived and really wait: they gave up the lock. */
async function settled(condition: Condition, ready: Gate, count: number): Promise<void> {
  await ready.waitArrived(count);
  condition.acquireSync();
  condition.release();
}

for (const lock of ["RLock", "Lock"] as const) {
  test(`Condition(${lock}): notify(3) wakes exactly three, the notifier goes first`, async () => {
    const condition = new Condition(lock === "Lock" ? new Lock() : new RLock());
    const [ready, done] = [new Gate(), new Gate()];
    const phase = new Value("int32", 0);
    const crowd = Array.from(
      { length: 5 },
      (_, index) =>
        begin(here, waitInPhases, condition, formOf(index), ready.buffer, phase, done.buffer, 2),
    );
    await settled(condition, ready, 5);
    assert.is(done.arrived, 0);

    condition.acquireSync();
    condition.notify(3);
    await turns();
    assert.is(done.arrived, 0, "nobody runs while the notifier has the lock");
    phase.value = 1;
    condition.release();
    await settled(condition, ready, 8); // three are in their second wait
    assert.is(done.arrived, 3);

    // Five wait: two for the first time, before them in the line; three for the second time.
    condition.acquireSync();
    condition.notify(2);
    phase.value = 2;
    condition.release();
    await settled(condition, ready, 10);
    assert.is(done.arrived, 5);

    condition.acquireSync();
    condition.notifyAll();
    phase.value = 3;
    condition.release();
    const seen = await results(crowd);
    const first = seen.map((waits) => waits[0]!);
    assert.ok(seen.flat().every(([notified]) => notified));
    assert.equal(first.map(([, at]) => at).sort(), [1, 1, 1, 2, 2]);
    assert.equal(seen.map((waits) => waits[1]![1]), [3, 3, 3, 3, 3]);
    assert.is(condition.locked(), false);
  });
}

test("Condition wakes in order of arrival, whatever the forms and threads", async () => {
  const condition = new Condition();
  const ready = new Gate();
  const order = new SharedArray("int32", 6);
  const next = new Value("int32", 0);
  const crowd = [];
  for (let index = 0; index < 6; index++) {
    const args = [ready.buffer, order, next, index] as const;
    crowd.push(
      index === 3 // one of them is main itself
        ? { result: ((waiting) => () => waiting)(waitInLine(condition, "asynchronous", ...args)) }
        : begin(here, waitInLine, condition, formOf(index), ...args),
    );
    await settled(condition, ready, index + 1);
  }
  for (let index = 0; index < 6; index++) {
    condition.acquireSync();
    condition.notify();
    condition.release();
    const gone = () => next.value === index + 1;
    await within(
      PATIENCE,
      (async () => {
        while (!gone()) await turns(1);
      })(),
    );
  }
  assert.equal(await results(crowd), Array(6).fill(true));
  assert.equal(order.slice(), [0, 1, 2, 3, 4, 5]);
});

test("Condition: notify is not remembered", async () => {
  const condition = new Condition();
  condition.acquireSync();
  condition.notify();
  condition.notify(5);
  condition.notifyAll();
  assert.is(condition.waitSync({ timeout: 10 }), false);
  assert.is(await condition.wait({ timeout: 10 }), false);
  condition.release();
});

test("Condition: notify(n) of more than wait, and of none", async () => {
  const condition = new Condition();
  const waiting = (condition.acquireSync(), condition.wait());
  await settled(condition, new Gate(), 0);
  condition.acquireSync();
  condition.notify(0);
  condition.release();
  assert.ok(await isPending(waiting));
  condition.acquireSync();
  condition.notify(100);
  condition.release();
  assert.is(await within(PATIENCE, waiting), true);
  condition.notify(100);
  assert.is(condition.waitSync({ timeout: 5 }), false);
  condition.release();
});

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
        ? condition.waitForSync(predicate, options)
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

test("Condition: ping-pong of two threads, in every mix of forms", async () => {
  for (const [one, two] of [[0, 0], [0, 1], [1, 1]] as const) {
    const condition = new Condition();
    const number = new Value("int32", 0);
    await results([
      begin(here, pingPong, condition, formOf(one), number, 0, 400),
      begin(here, pingPong, condition, formOf(two), number, 1, 400),
    ]);
    assert.is(number.value, 400);
  }
});

test("Condition: main takes part, blocking or not", async () => {
  for (const form of forms) {
    const condition = new Condition();
    const number = new Value("int32", 0);
    const other = begin(here, pingPong, condition, "blocking", number, 0, 200);
    await within(PATIENCE, pingPong(condition, form, number, 1, 200));
    await results([other]);
    assert.is(number.value, 200);
  }
});

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

test.run();
