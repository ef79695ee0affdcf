/** How turns are given: a thread runs as soon as it has one, faster than whoever gave it. */

import * as assert from "uvu/assert";
import { suite } from "uvu";
import { slots } from "../../lib/explore/standing.ts";
import { give } from "../../lib/explore/turns.ts";
import { Slot, Status, Turn } from "../../lib/memory/slots.ts";
import { memory } from "../../lib/system/shared.ts";

const test = suite("turns");

/** Acts as the thread of `slot`: it is at its next step at the very moment at which it has a turn. */
function asThread(slot: number, act: (turns: number[]) => void): void {
  const { store } = Atomics, turns: number[] = [];
  const scope = Atomics as { store: unknown };
  scope.store = (array: Int32Array, at: number, value: number) => {
    store(array, at, value);
    if (array !== memory || at !== slot + Slot.turn || value === Turn.none) return value;
    turns.push(Atomics.exchange(memory, at, Turn.none));
    store(memory, slot + Slot.status, Status.ready);
    return value;
  };
  try {
    act(turns);
  } finally {
    scope.store = store;
  }
}

test("a thread that is at its next step at once has had one turn, and stands there", () => {
  const slot = slots[0]!;
  memory.fill(0, slot, slot + Slot.end);
  asThread(slot, (turns) => {
    assert.ok(give(0, Turn.go));
    assert.equal(turns, [Turn.go]);
    assert.is(memory[slot + Slot.status], Status.ready);
    assert.is(memory[slot + Slot.turn], Turn.none);
  });
});

test("the turn of a call is there before its thread wakes", () => {
  const host = slots[0]!, call = slots[1]!;
  for (const slot of [host, call]) memory.fill(0, slot, slot + Slot.end);
  memory[call + Slot.host] = host;
  asThread(host, (turns) => {
    assert.ok(give(1, Turn.go));
    assert.equal(turns, [Turn.go]);
    assert.is(memory[call + Slot.turn], Turn.go);
    assert.is(memory[host + Slot.status], Status.ready);
  });
});

test.run();
