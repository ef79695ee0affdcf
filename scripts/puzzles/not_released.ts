/** Puzzle: three people want 2, 2 and 1 of three seats. Whoever is refused must not stop the others. */

import assert from "node:assert/strict";
import { Lock, Thread, Value } from "../../lib/threading.ts";

export function book(seats: Value, lock: Lock, wanted: number): void {
  lock.acquireSync();
  if (seats.value < wanted) throw new RangeError("sold out");
  seats.value -= wanted;
  lock.release();
}

export function person(seats: Value, lock: Lock, wanted: number, got: Value): void {
  try {
    book(seats, lock, wanted);
    got.value = wanted;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // refused: no seat, no harm
  }
}

export function scenario(): number[] {
  const seats = new Value("int32", 3, { name: "seats" }), lock = new Lock({ name: "lock" });
  const wishes = [2, 2, 1].map((wanted, i) => ({
    wanted,
    got: new Value("int32", 0, { name: `seats of person ${i + 1}` }),
  }));
  const people = wishes.map(({ wanted, got }) =>
    new Thread({ target: person, args: [seats, lock, wanted, got] })
  );
  for (const each of people) each.start();
  for (const each of people) each.joinSync();
  const sold = wishes.map(({ got }) => got.value);
  assert.equal(
    seats.value,
    3 - sold[0]! - sold[1]! - sold[2]!,
    "more or fewer seats are gone than were sold",
  );
  return sold;
}
