/** SharedArray between threads: its lock, and places side by side; the rest is in contract/numbers.ts. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { RLock, SharedArray } from "../../lib/threading.ts";
import { add, here, holdLock, stripe } from "../fixtures/numbers.ts";
import { Gate } from "../kit.ts";
import { begin, formOf, results } from "../tools/threads.ts";

const test = suite("SharedArray");

test("SharedArray: each thread writes its own places, none is disturbed", async () => {
  const array = new SharedArray("int32", 4000);
  await results([0, 1, 2, 3].map((first) => begin(here, stripe, array, first, 4)));
  const wanted = Array.from({ length: 4000 }, (_, place) => place * 10 + place % 4);
  assert.equal(array.slice(), wanted);
});

test("SharedArray: with its lock no update is lost", async () => {
  for (const type of ["int32", "float64"] as const) {
    const array = new SharedArray(type, 3);
    const crowd = Array.from(
      { length: 4 },
      (_, index) => begin(here, add, array, formOf(index), 500),
    );
    await results(crowd);
    assert.equal(array.slice(), [2000, 2000, 2000]);
  }
});

test("SharedArray: its lock is one RLock for all threads", async () => {
  const array = new SharedArray("int32", 1);
  assert.instance(array.lock, RLock);
  const gate = new Gate();
  const holder = begin(here, holdLock, array, gate.buffer);
  await gate.waitArrived(1);
  assert.is(array.lock.acquireSync({ blocking: false }), false);
  gate.open();
  await results([holder]);
  assert.is(array.lock.acquireSync({ blocking: false }), true);
  array.lock.release();
});

test.run();
