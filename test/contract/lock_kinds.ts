/** What Lock, RLock and Condition promise alike as locks, between threads and between processes. */
// deadline: 300 s

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { TimeoutError } from "../../lib/errors.ts";
import {
  acquire,
  type AnyLock,
  here,
  hold,
  holdUntil,
  pass,
  passAll,
  tryOnce,
} from "../fixtures/kinds.ts";
import { within } from "../kit.ts";
import { fails, isPending, PATIENCE, results } from "../tools/threads.ts";
import { worlds } from "../tools/worlds.ts";

const dispose = async (held: Disposable | AsyncDisposable) => {
  if (Symbol.asyncDispose in held) await held[Symbol.asyncDispose]();
  else held[Symbol.dispose]();
};

for (const { Condition, Event, forms, Lock, RLock, start, world } of worlds) {
  const test = suite(`kinds of locks of ${world}`);
  const kinds: Readonly<Record<string, () => AnyLock>> = {
    Lock: () => new Lock(),
    RLock: () => new RLock(),
    Condition: () => new Condition(),
    "Condition(Lock)": () => new Condition(new Lock()),
  };
  const trial = async (lock: AnyLock, form = forms[0]!) =>
    (await results([start(here, tryOnce, lock, form)]))[0];

  /** Runs `body` while another one holds the lock. */
  const whileHeld = async (lock: AnyLock, body: () => Promise<void>) => {
    const held = new Event(), release = new Event();
    const holder = start(here, holdUntil, lock, held, release);
    await within(PATIENCE, held.wait());
    await body();
    await release.set();
    await results([holder]);
    assert.is(await lock.locked(), false);
  };

  for (const [what, make] of Object.entries(kinds)) {
    for (const form of forms) {
      test(`${what}, ${form}: acquire locks it, release unlocks it`, async () => {
        const lock = make();
        assert.is(await lock.locked(), false);
        for (const options of [{}, { blocking: false }, { timeout: 0 }, { blocking: true }]) {
          assert.is(await acquire(lock, form, options), true);
          assert.is(await lock.locked(), true);
          await lock.release();
          assert.is(await lock.locked(), false);
        }
      });

      test(`${what}, ${form}: a trial answers at once, false if somebody else has it`, async () => {
        const lock = make();
        assert.is(await trial(lock, form), true);
        await whileHeld(lock, async () => {
          assert.is(await lock.locked(), true);
          assert.is(await acquire(lock, form, { blocking: false }), false);
          assert.is(await trial(lock, form), false);
        });
        assert.is(await trial(lock, form), true);
        assert.is(await lock.locked(), false);
      });

      test(`${what}, ${form}: after a wait that gave up it is as if never asked`, async () => {
        const lock = make();
        await whileHeld(lock, async () => {
          assert.is(await acquire(lock, form, { timeout: 10 }), false);
          assert.is(await acquire(lock, form, { timeout: 0 }), false);
          assert.is(await lock.locked(), true);
        });
        assert.is(await acquire(lock, form, { blocking: false }), true);
        await lock.release();
      });

      test(`${what}, ${form}: huge timeouts wait for ever, they do not wrap`, async () => {
        const timeouts = [2 ** 31, 2 ** 32 + 1, 2 ** 53, Number.MAX_VALUE, Infinity];
        // Who blocks can wait for one only.
        const groups = form === "blocking" ? timeouts.map((timeout) => [timeout]) : [timeouts];
        for (const group of groups) {
          const locks = group.map(make), there = new Event(), through = new Event();
          for (const lock of locks) assert.is(await acquire(lock, form), true);
          const waiter = start(here, passAll, locks, form, there, through, group);
          await within(PATIENCE, there.wait());
          // A wait that began later, and ends: one whose time had wrapped would be over by now.
          assert.is(await new Event().wait({ timeout: 30 }), false);
          assert.ok(await isPending(waiter.result()), `one of ${group} ended at once`);
          assert.is(await through.isSet(), false, `one of ${group} passed at once`);
          for (const lock of locks) await lock.release();
          assert.equal(await results([waiter]), [group.map(() => true)]);
        }
      });

      test(`${what}, ${form}: impossible times are refused, and nothing is acquired`, async () => {
        const lock = make();
        for (const timeout of [-1, -0.001, -Infinity, NaN]) {
          await fails(() => acquire(lock, form, { timeout }), RangeError, /timeout/);
          await fails(() => hold(lock, form, { timeout }), RangeError, /timeout/);
        }
        for (const timeout of [0, 1]) {
          await fails(() => acquire(lock, form, { blocking: false, timeout }), RangeError);
        }
        assert.is(await lock.locked(), false);
      });

      test(`${what}, ${form}: hold releases at the end of the block, also after an error`, async () => {
        const lock = make();
        const block = async (fail: boolean) => {
          await using _ = await hold(lock, form);
          assert.is(await lock.locked(), true);
          if (fail) throw new SyntaxError("inside");
        };
        await block(false);
        assert.is(await lock.locked(), false);
        await fails(() => block(true), SyntaxError, /inside/);
        assert.is(await lock.locked(), false);
        assert.is(await trial(lock, form), true);
      });

      test(`${what}, ${form}: what hold answers releases once, never a later holder's`, async () => {
        const lock = make();
        const held = await hold(lock, form);
        await dispose(held);
        assert.is(await lock.locked(), false);
        assert.is(await acquire(lock, form), true);
        await dispose(held);
        assert.is(await lock.locked(), true);
        await lock.release();
        await dispose(held);
        await whileHeld(lock, () => dispose(held));
      });

      test(`${what}, ${form}: a hold that gives up throws TimeoutError`, async () => {
        const lock = make();
        await whileHeld(lock, async () => {
          await fails(() => hold(lock, form, { timeout: 5 }), TimeoutError);
          await fails(() => hold(lock, form, { blocking: false }), TimeoutError);
        });
      });
    }

    test(`${what}: waiters of all forms pass after the release`, async () => {
      const lock = make();
      await acquire(lock, forms[0]!);
      const crowd = [0, 1, 2, 3, 4].map((index) => {
        const there = new Event(), through = new Event();
        const form = forms[index % forms.length]!;
        return { there, through, waiter: start(here, pass, lock, form, there, through) };
      });
      for (const { there } of crowd) await within(PATIENCE, there.wait());
      for (const { through, waiter } of crowd) {
        assert.ok(await isPending(waiter.result()));
        assert.is(await through.isSet(), false);
      }
      await lock.release();
      assert.equal(await results(crowd.map(({ waiter }) => waiter)), Array(5).fill(true));
      assert.is(await lock.locked(), false);
    });
  }

  test.run();
}
