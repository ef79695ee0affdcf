/** What a pool and its worker agree on, where the worker stands between two steps of theirs. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Job } from "../../lib/multiprocessing/pool/job.ts";
import { type Chunk, WorkerSlot } from "../../lib/multiprocessing/pool/worker_slot.ts";

const test = suite("worker_slot");

/** A worker that does nothing by itself: the test says what it has begun, and sees what it must not. */
class Puppet {
  readonly name = "puppet";
  readonly refused: [number, number] = [0, 0];
  begins = 0;
  post(): void {}
  kill(): void {}
  begun(): number {
    return this.begins;
  }
  takeBack(from: number, to: number): void {
    this.refused.splice(0, 2, from, to);
  }
  /** What the worker does after it has said that it begins `position`. */
  mayBegin(position: number): boolean {
    return position < this.refused[0] || position >= this.refused[1];
  }
}

const job = { path: "item" } as Job;
const chunk = (id: number): Chunk => {
  return { id, job, first: id, count: 1, fn: 0, mode: 1, items: [id], settled: 0 };
};

const nowhere = { module: "", from: "", name: "" };

function slotWith(puppet: Puppet, chunks: number): WorkerSlot {
  const slot = new WorkerSlot(puppet);
  for (let id = 0; id < chunks; id++) slot.hand(chunk(id), nowhere);
  return slot;
}

test("what was taken back stays refused, also while the worker is just about to look", () => {
  for (const position of [1, 2, 3]) {
    const puppet = new Puppet();
    const slot = slotWith(puppet, 4);
    puppet.begins = 1;
    assert.equal(slot.takeBack(true).map(({ id }) => id), [1, 2, 3]);
    for (const id of [4, 5, 6]) slot.hand(chunk(id), nowhere);
    puppet.begins = position + 1; // said, and not yet looked
    slot.takeBack(false);
    assert.is(puppet.mayBegin(position), false, `${position} would run a second time`);
  }
});

test("the later half is taken back, and nothing that has begun", () => {
  const puppet = new Puppet();
  const slot = slotWith(puppet, 6);
  puppet.begins = 2;
  assert.equal(slot.takeBack(false).map(({ id }) => id), [4, 5]);
  assert.equal([2, 3, 4, 5].map((position) => puppet.mayBegin(position)), [
    true,
    true,
    false,
    false,
  ]);
  puppet.begins = 4;
  assert.equal(slot.takeBack(true), []);
});

test("a range that has been passed is forgotten", () => {
  const puppet = new Puppet();
  const slot = slotWith(puppet, 3);
  puppet.begins = 1;
  slot.takeBack(true);
  for (const id of [3, 4, 5, 6]) slot.hand(chunk(id), nowhere);
  puppet.begins = 4; // the first behind the range
  assert.equal(slot.takeBack(false).map(({ id }) => id), [5, 6]);
});

test.run();
