/** What lets a thread go on is the arrow to what it then does: permits, events, conditions, locks of both kinds. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Condition, Event, Lock, RLock, Semaphore, Thread } from "../../lib/threading.ts";
import { type Recording, trace } from "../../lib/trace.ts";
import * as fixtures from "../fixtures/traced.ts";
import { within } from "../kit.ts";

const test = suite("what lets threads go on");

/** Of what the main thread did on `object`, what let it happen: "released by other". */
function causes({ lanes, events }: Recording, object: string, kind: string): string[] {
  return events.filter((event) =>
    event.lane === 0 && event.object === object && event.kind === kind
  ).map(({ cause }) => {
    if (cause === undefined) return "nothing";
    const by = events[cause]!;
    assert.is(by.object, object);
    return `${by.kind} by ${lanes[by.lane]!.name}`;
  });
}

const other = (target: (...args: never[]) => unknown, ...args: unknown[]): Thread<never[]> =>
  new Thread({ target, args: args as never[], name: "other", module: fixtures.here });

const things = [
  () => new Lock({ name: "thing" }),
  () => new RLock({ name: "thing" }),
  () => new Semaphore(1, { name: "thing" }),
] as const;

for (const make of things) {
  test(`${make().constructor.name}: whoever waits goes on by the release of the one that had it`, async () => {
    const recording = await trace(async () => {
      const thing = make(), entered = new Event(), go = new Event();
      const thread = other(fixtures.holds, thing, entered, go);
      thread.start();
      await within(10_000, entered.wait());
      const mine = thing.acquire(); // it cannot have it yet
      go.set();
      await within(10_000, mine);
      thing.release();
      await within(10_000, thread.join());
    });
    assert.equal(causes(recording, "thing", "acquired"), ["released by other"]);
  });
}

test("Event: whoever waits is woken by the one that sets it", async () => {
  const recording = await trace(async () => {
    const event = new Event({ name: "thing" });
    const thread = other(fixtures.sets, event), set = event.wait();
    thread.start();
    await within(10_000, set);
    await within(10_000, thread.join());
  });
  assert.equal(causes(recording, "thing", "woken"), ["notified by other"]);
});

test("Condition: whoever waits is woken by the one that notifies it", async () => {
  const recording = await trace(async () => {
    const condition = new Condition(undefined, { name: "thing" });
    const thread = other(fixtures.notifies, condition);
    await condition.acquire();
    thread.start(); // it comes in when this one waits
    await within(10_000, condition.wait());
    condition.release();
    await within(10_000, thread.join());
  });
  assert.equal(causes(recording, "thing", "woken"), ["notified by other"]);
});

test.run();
