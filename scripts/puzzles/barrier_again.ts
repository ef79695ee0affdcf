/** Puzzle: two walkers meet after each of two rounds. Nobody may run ahead of the other. */

import assert from "node:assert/strict";
import { Lock, Semaphore, SharedArray, Thread, Value } from "../../lib/threading.ts";

export function meet(arrived: Value, lock: Lock, gate: Semaphore): void {
  lock.acquireSync();
  arrived.value += 1;
  if (arrived.value === 2) {
    arrived.value = 0;
    gate.release(2); // one for each of them
  }
  lock.release();
  gate.acquireSync();
}

export function walk(me: number, rounds: SharedArray, ...args: Parameters<typeof meet>): void {
  for (let round = 1; round <= 2; round++) {
    rounds.set(me, round);
    meet(...args);
    assert.ok(rounds.get(1 - me)! >= round, "one ran ahead");
  }
}

export function scenario(): number[] {
  const rounds = new SharedArray("int32", 2, { name: "rounds" });
  const arrived = new Value("int32", 0, { name: "arrived" });
  const lock = new Lock({ name: "lock" }), gate = new Semaphore(0, { name: "gate" });
  const both = [0, 1].map((me) =>
    new Thread({ target: walk, args: [me, rounds, arrived, lock, gate] })
  );
  for (const walker of both) walker.start();
  for (const walker of both) walker.joinSync();
  return [Number(rounds.get(0)), Number(rounds.get(1))];
}
