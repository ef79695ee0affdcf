/** Names of what threads share: in the errors that only threads meet, and in shared memory. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { cellOf, nameAt, release } from "../../lib/memory/handles.ts";
import { dropName, loadName, storeName } from "../../lib/memory/names.ts";
import { PriorityQueue, Queue, SimpleQueue } from "../../lib/queue.ts";
import { Barrier, Condition, Lock, RLock, SharedArray, Value } from "../../lib/threading.ts";
import { failsToAct, here, ofThreads } from "../fixtures/names.ts";
import { begin, results } from "../tools/threads.ts";

const test = suite("names");

const things = (name: string | undefined): Parameters<typeof ofThreads> => [
  new Lock({ name }),
  new RLock({ name }),
  new Condition(undefined, { name }),
  new Value("int32", 0, { name }),
  new SharedArray("uint32", 3, { name }),
  new Queue({ maxsize: 1, name }),
  new SimpleQueue({ name }),
  new PriorityQueue({ name }),
  new Barrier(2, { name, timeout: 1 }),
];

test("the errors of blocking calls and of single steps say it, in every thread", async () => {
  const own = await ofThreads(...things("it"));
  const [there] = await results([begin(here, ofThreads, ...things("it"))]);
  assert.equal(there, own);
  for (const text of own) assert.match(text, / 'it'/);
  const without = await ofThreads(...things(undefined));
  for (const text of without) assert.not.match(text, / '|undefined/);
  assert.match(without[0]!, "Cannot hold lock: it was not free in time");
  assert.match(own[0]!, "Cannot hold lock 'it': it was not free in time");
  assert.match(own.join("\n"), "those in the queue 'it', a number with a string");
});

test("a barrier whose action fails says it to the others", async () => {
  const barrier = new Barrier(2, { action: failsToAct, module: here, name: "start" });
  const [first, second] = await Promise.allSettled([barrier.wait(), barrier.wait()]);
  const reasons = [first, second].map((each) => String((each as PromiseRejectedResult).reason));
  assert.equal(reasons, [
    "BrokenBarrierError: The barrier 'start' is broken: it was aborted or reset, or a party gave up or failed",
    "Error: the action of the barrier failed",
  ]);
});

/** Nothing may collect it: its cell is no longer its own. */
let gone: Lock;

test("a name keeps no room when nobody can reach its object", () => {
  const free = storeName("before");
  dropName(free);
  gone = new Lock({ name: "once" });
  const taken = storeName("meanwhile");
  assert.is.not(taken, free);
  release(cellOf(gone));
  const after = storeName("after");
  assert.is(after, free);
  assert.equal([taken, after].map(loadName), ["meanwhile", "after"]);
});

test("an object without a name has none in memory", () => {
  assert.is(nameAt(cellOf(new Lock())), undefined);
  assert.is(nameAt(cellOf(new Lock({ name: "" }))), undefined);
  assert.is(nameAt(cellOf(new Lock({ name: "door" }))), "door");
});

test.run();
