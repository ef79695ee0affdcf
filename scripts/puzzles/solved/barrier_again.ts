/** Solution: two walkers meet after each of two rounds. Nobody may run ahead of the other. */

import assert from "node:assert/strict";
import { Barrier, SharedArray, Thread } from "../../../lib/threading.ts";

export function walk(me: number, rounds: SharedArray, meeting: Barrier): void {
  for (let round = 1; round <= 2; round++) {
    rounds.set(me, round);
    meeting.waitSync(); // it counts its rounds: the early one waits for the next round
    assert.ok(rounds.get(1 - me)! >= round, "one ran ahead");
  }
}

export function scenario(): number[] {
  const rounds = new SharedArray("int32", 2, { name: "rounds" });
  const meeting = new Barrier(2, { name: "meeting" });
  const both = [0, 1].map((me) => new Thread({ target: walk, args: [me, rounds, meeting] }));
  for (const walker of both) walker.start();
  for (const walker of both) walker.joinSync();
  return [Number(rounds.get(0)), Number(rounds.get(1))];
}
