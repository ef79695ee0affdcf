/** Conditions: two threads that wake each other in turn, and what one round takes. */

import { Condition, main, Thread, Value } from "../../lib/threading.ts";
import { best, isWanted, report } from "./kit.ts";

const ROUNDS = 5_000;

/** Waits until the turn is `mine`, and hands it to the other, again and again. */
export function play(condition: Condition, turn: Value, mine: number, rounds: number) {
  condition.acquireSync();
  for (let i = 0; i < rounds; i++) {
    while (turn.value !== mine) condition.waitSync();
    turn.value = 1 - mine;
    condition.notify();
  }
  condition.release();
}

main(import.meta, async () => {
  const row = "condition ping-pong, round trip";
  if (!isWanted(row)) return;
  const match = () => {
    const condition = new Condition(), turn = new Value("int32");
    const other = new Thread({ target: play, args: [condition, turn, 1, ROUNDS] });
    other.start();
    play(condition, turn, 0, ROUNDS);
    other.joinSync();
  };
  report(row, await best(3, match) / ROUNDS);
});
