/** What Condition promises, between threads and between processes. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { RuntimeError } from "../../lib/errors.ts";
import { here, waitOn } from "../fixtures/synchronised.ts";
import { until, within } from "../kit.ts";
import { failure, results } from "../tools/threads.ts";
import { worlds } from "../tools/worlds.ts";

for (const { Condition, Lock, Queue, RLock, start, world } of worlds) {
  const test = suite(`conditions of ${world}`);

  test("Condition: by default its lock is an RLock, else the one it was given", async () => {
    const condition = new Condition();
    await condition.acquire();
    assert.is(await condition.acquire({ blocking: false }), true);
    await condition.release();
    await condition.release();
    for (const lock of [new Lock(), new RLock()]) {
      const given = new Condition(lock);
      await given.acquire();
      assert.is(await lock.locked(), true);
      await given.release();
      assert.is(await lock.locked(), false);
      await lock.acquire();
      assert.is(await given.locked(), true);
      await lock.release();
      assert.is(await given.locked(), false);
    }
    const plain = new Condition(new Lock());
    await plain.acquire();
    assert.is(await plain.acquire({ blocking: false }), false);
    await plain.release();
  });

  test("a condition needs its lock, gives up with it, and waits for what is true", async () => {
    const condition = new Condition(new Lock());
    assert.instance(await failure(() => condition.wait()), RuntimeError);
    assert.instance(await failure(() => condition.notify()), RuntimeError);
    await condition.acquire();
    assert.is(await condition.wait({ timeout: 10 }), false);
    assert.is(await condition.locked(), true);
    const reason = new Error("stop"), stop = new AbortController();
    const waiting = failure(() => condition.wait({ signal: stop.signal }));
    stop.abort(reason);
    assert.is(await waiting, reason);
    assert.is(await condition.locked(), true);
    let asked = 0;
    assert.is(await condition.waitFor(() => ++asked === 1, { timeout: 1000 }), true);
    assert.is(await condition.waitFor(() => false, { timeout: 10 }), false);
    await condition.release();
    assert.is(await condition.locked(), false);
  });

  test("a condition asks an asynchronous predicate with its lock held, and answers its value", async () => {
    const condition = new Condition(new Lock());
    const held: boolean[] = [];
    let value = "";
    await condition.acquire();
    const waiting = condition.waitFor(async () => {
      held.push(await condition.locked());
      return value;
    });
    await within(5000, condition.acquire()); // it has asked once, and waits
    assert.equal(held, [true]);
    await condition.notify(); // in vain: what it waits for is not so yet
    await condition.release();
    await until(() => held.length === 2);
    await within(5000, condition.acquire());
    value = "there";
    await condition.notify();
    await condition.release();
    assert.is(await within(5000, waiting), "there");
    assert.equal(held, [true, true, true]);
    assert.is(await condition.waitFor(() => Promise.resolve(0), { timeout: 10 }), 0);
    const reason = new Error("no answer");
    assert.is(await failure(() => condition.waitFor(() => Promise.reject(reason))), reason);
    assert.is(await condition.locked(), true);
    await condition.release();
  });

  test("an RLock is fully released while its condition waits", async () => {
    const lock = new RLock(), condition = new Condition(lock);
    await lock.acquire();
    await lock.acquire();
    const waiting = condition.wait();
    await within(1000, lock.acquire());
    await condition.notify();
    await lock.release();
    assert.is(await within(1000, waiting), true);
    await lock.release();
    assert.is(await lock.locked(), true);
    await lock.release();
    assert.is(await lock.locked(), false);
  });

  test("notify wakes as many as it says, those first who waited first", async () => {
    const condition = new Condition(), ready = new Queue<number>(), woken = new Queue<number>();
    const children: { result(): Promise<void> }[] = [];
    for (const id of [1, 2, 3, 4]) {
      children.push(start(here, waitOn, condition, ready, woken, id));
      assert.is(await ready.get(), id);
    }
    {
      await using _ = await condition.hold();
      await condition.notify(2);
      assert.is(await woken.empty(), true); // they wait for the lock
    }
    assert.equal([await woken.get(), await woken.get()].sort(), [1, 2]);
    {
      await using _ = await condition.hold();
      await condition.notifyAll();
      await condition.notify(5);
    }
    assert.equal([await woken.get(), await woken.get()].sort(), [3, 4]);
    await results(children);
  });

  test.run();
}
