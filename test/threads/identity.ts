/** What is shared is the same object everywhere, however it came there. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Condition, Event, Lock, RLock, type Thread, Value } from "../../lib/threading.ts";
import { Queue } from "../../lib/queue.ts";
import {
  answerOn,
  classes,
  conditionAndLock,
  type Everything,
  everything,
  findTraces,
  here,
  leaveTraces,
  leaveTracesDeep,
  leaveTracesFrom,
  makeAndSend,
  makeValue,
  passOn,
  sameLock,
  untilEvent,
} from "../fixtures/identity.ts";
import { here as threads, joinOther } from "../fixtures/threads.ts";
import { stress, within } from "../kit.ts";
import { begin, fails, PATIENCE, results } from "../tools/threads.ts";

const test = suite("Identity");

test("Identity: every shared object travels as an argument", async () => {
  const all = everything();
  const seen = await results([begin(here, classes, all)]);
  assert.equal(Object.entries(seen[0]!).filter(([, right]) => !right), []);
  await results([begin(here, leaveTraces, all)]);
  findTraces(all);
});

test("Identity: what main did is seen by a thread", async () => {
  const all = everything();
  leaveTraces(all);
  await results([begin(here, findTraces, all)]);
});

test("Identity: nested in arrays, objects and Maps", async () => {
  const all = everything();
  const buried = {
    list: [{ deep: [all] }] as [{ deep: Everything[] }],
    map: new Map([["lock", all.lock]]),
  };
  const [same] = await results([begin(here, leaveTracesDeep, buried)]);
  assert.is(same, true, "in one message the same object arrives once");
  findTraces(all);
});

test("Identity: through a queue, in both directions", async () => {
  const queue = new Queue<Everything>();
  const all = everything();
  const thread = begin(here, leaveTracesFrom, queue);
  await queue.put(all);
  await results([thread]);
  findTraces(all);
  const maker = begin(here, makeAndSend, queue);
  findTraces(await within(PATIENCE, queue.get()));
  await results([maker]);
});

test("Identity: through a queue and back within one thread", () => {
  const queue = new Queue<Everything>();
  const all = everything();
  queue.putSync(all);
  const back = queue.getSync();
  leaveTraces(all);
  findTraces(back);
});

test("Identity: from thread to thread to thread", async () => {
  const all = everything();
  await results([begin(here, passOn, all, 3)]);
  findTraces(all);
});

test("Identity: what a thread made outlives it, and goes to a third", async () => {
  const queue = new Queue<Everything>();
  await results([begin(here, makeAndSend, queue)]);
  const all = await within(PATIENCE, queue.get());
  await results([begin(here, findTraces, all)]);
});

test("Identity: as a result", async () => {
  const [made] = await results([begin(here, makeValue, 41)]);
  made!.value.value += 1;
  assert.is(made!.value.value, 42);
  assert.is(made!.queue.getSync(), "from the thread");
  const [again] = await results([begin(here, makeValue, 1)]);
  assert.equal([again!.value.value, made!.value.value], [1, 42]);
});

test("Identity: two of a kind are two, one sent twice is one", async () => {
  const [one, two] = [new Lock(), new Lock()];
  assert.equal(await results([begin(here, sameLock, one, two)]), [{
    same: false,
    identical: false,
  }]);
  assert.equal(await results([begin(here, sameLock, one, one)]), [{ same: true, identical: true }]);
});

test("Identity: a condition and its lock stay together", async () => {
  const lock = new Lock();
  const condition = new Condition(lock);
  assert.equal(await results([begin(here, conditionAndLock, condition, lock)]), [true]);
  const other = new Lock();
  await fails(() => results([begin(here, conditionAndLock, condition, other)]), Error);
  other.release();
});

test("Identity: a queue in a queue: each question brings its own place for the answer", async () => {
  const requests = new Queue<{ n: number; reply: Queue<number> } | null>();
  const servers = [begin(here, answerOn, requests), begin(here, answerOn, requests)];
  const replies = Array.from({ length: 50 }, () => new Queue<number>());
  for (const [n, reply] of replies.entries()) requests.putSync({ n, reply });
  for (const [n, reply] of replies.entries()) {
    assert.is(await within(PATIENCE, reply.get()), n * n);
  }
  requests.putSync(null);
  requests.putSync(null);
  const counts = await results(servers);
  assert.is(counts[0]! + counts[1]!, 50);
});

test("Identity: a queue may carry itself", () => {
  const queue = new Queue<unknown>();
  queue.putSync(queue);
  const back = queue.getSync() as Queue<unknown>;
  back.putSync("through itself");
  assert.is(queue.getSync(), "through itself");
});

test("Identity: a thread can be handed to another thread", async () => {
  const event = new Event();
  const waiting = begin(here, untilEvent, event);
  const joiner = begin(threads, joinOther, waiting as unknown as Thread, "blocking");
  assert.is(joiner.isAlive(), true);
  event.set();
  assert.equal(await results([joiner]), [false]);
  assert.is(waiting.isAlive(), false);
});

test("Identity: the lock of a Value is the same for all, and is one RLock", () => {
  const value = new Value("int32");
  const queue = new Queue<RLock>();
  queue.putSync(value.lock);
  const lock = queue.getSync();
  assert.instance(lock, RLock);
  lock.acquireSync();
  assert.is(value.lock.locked(), true);
  value.lock.release();
  assert.is(lock.locked(), false);
});

test("Identity: a thousand short-lived objects, and none takes the place of a living one", async () => {
  const kept = new Value("int32", 77);
  const queue = new Queue<unknown>();
  await stress(20, async () => {
    for (let index = 0; index < 50; index++) queue.putSync(new Value("int32", index));
    const made = begin(here, makeValue, 5);
    for (let index = 0; index < 50; index++) assert.is((queue.getSync() as Value).value, index);
    assert.is((await results([made]))[0]!.value.value, 5);
  });
  assert.is(kept.value, 77);
});

test.run();
