/** What Lock and RLock promise, between threads and between processes. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { RuntimeError, TimeoutError } from "../../lib/errors.ts";
import { acquireTogether, here, increment, tryRelease } from "../fixtures/synchronised.ts";
import { within } from "../kit.ts";
import { fails, failure, results } from "../tools/threads.ts";
import { worlds } from "../tools/worlds.ts";

for (const { Event, Lock, RLock, start, Value, world } of worlds) {
  const test = suite(`locks of ${world}`);

  test("a lock lets one in at a time", async () => {
    const value = new Value("int32");
    const children = [1, 2, 3, 4].map(() => start(here, increment, value, 100));
    await results(children);
    assert.is(value.value, 400);
  });

  test("a lock is acquired, refused, released, and may be released by another", async () => {
    const lock = new Lock();
    assert.is(await lock.acquire(), true);
    assert.is(await lock.locked(), true);
    assert.is(await lock.acquire({ blocking: false }), false);
    assert.is(await lock.acquire({ timeout: 10 }), false);
    assert.is(await start(here, tryRelease, lock).result(), "released");
    assert.is(await lock.locked(), false);
    assert.instance(await failure(() => lock.release()), RuntimeError);
    {
      await using _ = await lock.hold();
      assert.instance(await failure(() => lock.hold({ timeout: 5 })), TimeoutError);
    }
    assert.is(await lock.locked(), false);
  });

  test("waiting for a lock can be aborted, and leaves no trace", async () => {
    const lock = new Lock(), stop = new AbortController(), reason = new Error("stop");
    await lock.acquire();
    const waiting = failure(() => lock.acquire({ signal: stop.signal }));
    const next = lock.acquire();
    stop.abort(reason);
    assert.is(await waiting, reason);
    await lock.release();
    assert.is(await within(1000, next), true);
    assert.is(await failure(() => lock.acquire({ signal: stop.signal })), reason);
    await lock.release();
  });

  test("an RLock is its holder's as often as it likes, and nobody else's", async () => {
    const lock = new RLock();
    for (let i = 0; i < 3; i++) assert.is(await lock.acquire(), true);
    assert.is(await start(here, tryRelease, lock).result(), "RuntimeError");
    await lock.release();
    await lock.release();
    assert.is(await lock.locked(), true);
    await lock.release();
    assert.is(await lock.locked(), false);
    assert.instance(await failure(() => lock.release()), RuntimeError);
  });

  test("an RLock asked for several times at once is free after as many releases", async () => {
    for (const contested of [false, true]) {
      const lock = new RLock(), asked = new Event();
      if (contested) await lock.acquire();
      const child = start(here, acquireTogether, lock, asked);
      await within(20_000, asked.wait());
      if (contested) await lock.release();
      assert.equal(await within(20_000, child.result()), [[true, true, !contested, true], false]);
    }
  });

  test("Lock: releasing an unlocked one is a RuntimeError", async () => {
    const lock = new Lock();
    const error = await fails(() => lock.release(), RuntimeError, /release unlocked lock/);
    assert.is(error.name, "RuntimeError");
    await lock.acquire();
    await lock.release();
    await fails(() => lock.release(), RuntimeError);
    assert.is(await lock.locked(), false);
    assert.is(await lock.acquire({ blocking: false }), true);
  });

  test("RLock: releasing what nobody holds is a RuntimeError", async () => {
    const lock = new RLock();
    await fails(() => lock.release(), RuntimeError, /release/);
    await lock.acquire();
    await lock.acquire();
    await lock.release();
    await lock.acquire();
    await lock.release();
    await lock.release();
    await fails(() => lock.release(), RuntimeError);
    assert.is(await lock.acquire({ blocking: false }), true);
    await lock.release();
  });

  test.run();
}
