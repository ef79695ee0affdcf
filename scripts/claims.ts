/**
 * What the closing words of lessons claim beside what their own program shows, as scenarios:
 * npm start -- explore scripts/claims.ts#twoValues, and so on.
 */

import assert from "node:assert/strict";
import { Queue } from "../lib/queue.ts";
import { Lock, Semaphore, SharedArray, Thread, Value } from "../lib/threading.ts";

const module = import.meta.url;

function run(threads: readonly { start(): void; joinSync(): void }[]): void {
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.joinSync();
}

export function move(from: Value, to: Value, lock: Lock | null): void {
  lock?.acquireSync();
  from.add(-1); // each of the two is atomic
  to.add(1);
  lock?.release();
}

export function inspect(one: Value, other: Value, lock: Lock | null, seen: Value): void {
  lock?.acquireSync();
  seen.value = one.value + other.value;
  lock?.release();
}

/** atomic: as soon as two values have to fit together, a lock is needed again. */
export function twoValues(locked = false): void {
  const one = new Value("int32", 100, { name: "one" });
  const other = new Value("int32", 0, { name: "other" });
  const seen = new Value("int32", 0, { name: "seen" });
  const lock = locked ? new Lock() : null;
  run([
    new Thread({ target: move, args: [one, other, lock], module }),
    new Thread({ target: inspect, args: [one, other, lock, seen], module }),
  ]);
  assert.equal(seen.value, 100);
}

export function phases(who: number, ended: SharedArray, lock: Lock, early: Value): void {
  for (let phase = 0; phase < 2; phase++) {
    lock.acquireSync();
    if (ended.slice().some((last) => last < phase)) early.add(1);
    ended.add(who, 1);
    lock.release();
  }
}

/** barrier: a lock does not keep the phases apart, as it does not say who comes after whom. */
export function lockForBarrier(): void {
  const ended = new SharedArray("int32", 2, { name: "ended" });
  const lock = new Lock(), early = new Value("int32", 0, { name: "early" });
  run([0, 1].map((who) => new Thread({ target: phases, args: [who, ended, lock, early], module })));
  assert.equal(early.value, 0);
}

export function addInside(number: Value, guard: Semaphore | null): void {
  guard?.acquireSync();
  number.value += 1;
  guard?.release();
}

/** semaphore: with one place it is a lock; with more, those inside still need one. */
export function places(many = 2): void {
  const number = new Value("int32", 0, { name: "number" }), guard = new Semaphore(many);
  run([1, 2].map(() => new Thread({ target: addInside, args: [number, guard], module })));
  assert.equal(number.value, 2);
}

/** shared_value: one that does not ask is enough to lose changes, whatever the others do. */
export function oneDoesNotAsk(): void {
  const number = new Value("int32", 0, { name: "number" }), guard = new Semaphore(1);
  run(
    [guard, guard, null].map((asks) =>
      new Thread({ target: addInside, args: [number, asks], module })
    ),
  );
  assert.equal(number.value, 3);
}

/** cancel: a task that waits is stopped where it waits, one that never waits comes to its end. */
export async function cancelled(): Promise<{ waiting: string; busy: number }> {
  const giving = new AbortController(), { signal } = giving;
  const nothing = new Queue<number>(), counted = new Value("int32", 0);
  const waiting = nothing.get({ signal }).then(() => "came to its end", () => "stopped");
  const busy = async () => {
    for (let i = 0; i < 3 && !signal.aborted; i++) counted.add(1); // it looks, and never waits
    return await Promise.resolve(counted.value);
  };
  const work = busy();
  giving.abort();
  return { waiting: await waiting, busy: await work };
}
