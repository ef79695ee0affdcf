/** What Event and Barrier promise, between threads and between processes: all go on together. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { BrokenBarrierError } from "../../lib/errors.ts";
import { failing, here as barriers } from "../fixtures/barriers.ts";
import { here, meet, waitForEvent } from "../fixtures/synchronised.ts";
import { failure, results } from "../tools/threads.ts";
import { worlds } from "../tools/worlds.ts";

for (const { Barrier, Event, start, world } of worlds) {
  const test = suite(`events and barriers of ${world}`);

  test("Event: begins unset; set and clear may be repeated", async () => {
    const event = new Event();
    assert.is(await event.isSet(), false);
    for (const state of [true, true, false, false, true]) {
      if (state) await event.set();
      else await event.clear();
      assert.is(await event.isSet(), state);
    }
  });

  test("an event wakes all who wait, wherever they are", async () => {
    const event = new Event();
    assert.is(await event.isSet(), false);
    assert.is(await event.wait({ timeout: 10 }), false);
    const children = [1, 2, 3].map(() => start(here, waitForEvent, event, 10_000));
    await event.set();
    assert.equal(await results(children), [true, true, true]);
    assert.is(await event.wait(), true);
    await event.clear();
    assert.is(await event.isSet(), false);
    assert.is(await start(here, waitForEvent, event, 5).result(), false);
  });

  test("parties meet at a barrier again and again", async () => {
    const barrier = new Barrier(3);
    assert.is(barrier.parties, 3);
    const children = [1, 2, 3].map(() => start(here, meet, barrier, 20));
    const places = await results(children);
    for (let i = 0; i < 20; i++) assert.equal(places.map((own) => own[i]!).sort(), [0, 1, 2]);
    assert.is(await barrier.nWaiting, 0);
    assert.is(await barrier.broken, false);
  });

  test("a barrier breaks for all: by abort, timeout, a failed action", async () => {
    const barrier = new Barrier(2);
    const waiting = failure(() => barrier.wait());
    await barrier.abort();
    assert.instance(await waiting, BrokenBarrierError);
    assert.is(await barrier.broken, true);
    assert.instance(await failure(() => barrier.wait()), BrokenBarrierError);
    await barrier.reset();
    assert.is(await barrier.broken, false);
    const other = failure(() => barrier.wait());
    await barrier.reset();
    assert.instance(await other, BrokenBarrierError);
    assert.instance(await failure(() => barrier.wait({ timeout: 10 })), BrokenBarrierError);
    await barrier.reset();
    assert.instance(await failure(() => new Barrier(0)), RangeError);
    const acting = new Barrier(2, { action: failing, module: barriers });
    const both = await Promise.all([failure(() => acting.wait()), failure(() => acting.wait())]);
    assert.equal(both.map((error) => (error as Error).name).sort(), [
      "BrokenBarrierError",
      "RangeError",
    ]);
  });

  test.run();
}
