/** A timeline calls objects by their own names, whenever they were made and whoever uses them first. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Pipe } from "../../lib/multiprocessing.ts";
import type { Thread } from "../../lib/threading.ts";
import { type Recording, trace } from "../../lib/trace.ts";
import { givesUp, here, type Used, uses } from "../fixtures/names.ts";
import { within } from "../kit.ts";
import { PATIENCE } from "../tools/threads.ts";
import { type World, worlds } from "../tools/worlds.ts";

const KINDS = [
  "lock",
  "rlock",
  "places",
  "event",
  "barrier",
  "condition",
  "queue",
  "simple",
  "pipe",
];

/** One of each kind, called as it is found in `Used`, with something behind it. */
async function things(world: World, more: string | undefined): Promise<Used> {
  const { Barrier, Condition, Event, Lock, Queue, RLock, Semaphore, SimpleQueue } = world;
  const called = (kind: string) => ({ name: more === undefined ? undefined : kind + more });
  const event = new Event(called("event"));
  await event.set();
  return {
    lock: new Lock(called("lock")),
    rlock: new RLock(called("rlock")),
    places: new Semaphore(1, called("places")),
    event,
    barrier: new Barrier(1, called("barrier")),
    condition: new Condition(new Lock(), called("condition")),
    queue: new Queue<number>(called("queue")),
    simple: new SimpleQueue<number>(called("simple")),
    ...world.world === "processes" && { pipe: Pipe(called("pipe")) },
  };
}

/** The names of the objects on which something was done by another one than the first lane. */
function namesIn({ events }: Recording): Set<string> {
  const others = events.filter(({ lane, object }) => lane > 0 && object !== undefined);
  return new Set(others.map(({ object }) => object!));
}

for (const world of worlds) {
  const test = suite(`names in a recording of ${world.world}`);
  const kinds = KINDS.filter((kind) => kind !== "pipe" || world.world === "processes");
  /** Lets another one run `target`, to its end: only then all that it did is recorded. */
  const there = async <A>(target: (arg: A) => Promise<unknown>, arg: A) => {
    const other = world.start(here, target, arg) as unknown as Thread;
    await within(PATIENCE, other.result());
    await within(PATIENCE, other.join());
  };

  test("what was made before has its own name, also where only another one uses it", async () => {
    const before = await things(world, " before");
    const names = namesIn(await trace(() => there(uses, before)));
    for (const kind of kinds) assert.ok(names.has(`${kind} before`), `${kind} in ${[...names]}`);
  });

  test("so has what is made meanwhile", async () => {
    const names = namesIn(
      await trace(async () => await there(uses, await things(world, " inside"))),
    );
    for (const kind of kinds) assert.ok(names.has(`${kind} inside`), `${kind} in ${[...names]}`);
  });

  test("without a name it is called by its class and a number", async () => {
    const before = await things(world, undefined);
    const names = namesIn(await trace(() => there(uses, before)));
    const classes = [
      "Lock",
      "RLock",
      "Semaphore",
      "Event",
      "Barrier",
      "Condition",
      "Queue",
      "SimpleQueue",
    ];
    for (const name of classes) assert.ok(names.has(`${name}-1`), `${name} in ${[...names]}`);
  });

  test("the same object has one name in all lanes, and the text of the timeline says it", async () => {
    const { lock } = await things(world, " of all");
    const recording = await trace(async () => {
      const held = await lock.acquire();
      await there(givesUp, lock);
      await lock.release();
      return held;
    });
    const lanes = recording.events.filter(({ object }) => object === "lock of all")
      .map(({ lane }) => lane);
    assert.equal([...new Set(lanes)].sort(), [0, 1]);
    assert.not(recording.events.some(({ object }) => object === "Lock-1"));
    assert.match(recording.text({ columns: 80 }), "lock of all");
  });

  test.run();
}
