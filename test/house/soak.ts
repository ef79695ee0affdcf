/**
 * A random soak: everything at once, repeatable by its seed. INTERLEAVE_SEED sets the seed,
 * INTERLEAVE_SOAK_SECONDS how long a soak (`npm test -- soak --soak`) takes on each runtime.
 */
// deadline: 300 s

import process from "node:process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  activeCount,
  Barrier,
  Condition,
  Event,
  Lock,
  RLock,
  Semaphore,
  setExcepthook,
  Thread,
} from "../../lib/threading.ts";
import { LifoQueue, PriorityQueue, Queue, SimpleQueue } from "../../lib/queue.ts";
import * as soaking from "../fixtures/soak.ts";
import { random, soak, within } from "../kit.ts";

const test = suite("Soak");
const seconds = soak ? Number(process.env["INTERLEAVE_SOAK_SECONDS"] ?? 240) : 3;
const seed = Number(process.env["INTERLEAVE_SEED"] ?? Date.now() % 2 ** 31);

/** Nothing in a round takes so long. */
const PATIENCE = 40_000;

function makeShared(next: () => number): soaking.Shared {
  const permits = 1 + Math.floor(next() * 3);
  const maxsize = Math.floor(next() * 4);
  return {
    locks: [new Lock(), new RLock()],
    semaphore: new Semaphore(permits),
    permits,
    condition: new Condition(next() < 0.5 ? new Lock() : new RLock()),
    event: new Event(),
    barrier: new Barrier(2),
    queues: [
      new Queue({ maxsize }),
      new LifoQueue({ maxsize }),
      new PriorityQueue({ maxsize }),
      new SimpleQueue(),
    ],
    ledger: new SharedArrayBuffer(64),
  };
}

/** Most return; new workers are dear, so the others are few. */
function ending(next: () => number): string {
  const which = next();
  if (which < 0.02) return "exit";
  if (which < 0.04) return "reject";
  if (which < 0.1) return "throw";
  return which < 0.3 ? "leave" : "return";
}

/** One round: some threads, main among them, and then the accounts. */
async function round(number: number): Promise<void> {
  const next = random(seed + number * 7919);
  const shared = makeShared(next);
  const pick = () => Math.floor(next() * 2 ** 31);
  const threads = Array.from({ length: 2 + Math.floor(next() * 4) }, () => {
    const args: [soaking.Shared, number, number, string] = [shared, pick(), 30, ending(next)];
    const thread = new Thread({ target: soaking.worker, args, module: soaking.here });
    thread.start();
    return { thread, ending: args[3] };
  });
  await within(PATIENCE, soaking.worker(shared, pick(), 20, "return"), "main's part");
  for (const { thread, ending } of threads) {
    await within(PATIENCE, thread.join(), `${thread.name}, which is to end with ${ending}`);
    const [end] = await Promise.allSettled([thread.result()]);
    const wanted = ending === "return" || ending === "leave" ? ending : {
      throw: "RangeError: an ending",
      reject: "RangeError: an ending",
      exit: "WorkerLostError",
    }[ending];
    const got = end.status === "fulfilled"
      ? end.value
      : ending === "exit"
      ? end.reason.name
      : `${end.reason?.name}: ${end.reason?.message}`;
    assert.is(got, wanted, end.status === "rejected" ? String(end.reason?.stack) : "");
  }
  settle(shared);
}

/** Nothing lost, nothing doubled, nothing held. */
function settle({ locks, semaphore, permits, condition, queues, ledger }: soaking.Shared): void {
  const cells = new Int32Array(ledger);
  for (const queue of queues) {
    while (!queue.empty()) soaking.noteGot(ledger, queue.getNowait());
  }
  assert.equal([cells[soaking.GETS], cells[soaking.GOT_SUM]], [
    cells[soaking.PUTS],
    cells[soaking.PUT_SUM],
  ], "items got, and put");
  const [plain, recursive] = [cells[soaking.LOCKED]!, cells[soaking.LOCKED + 1]!];
  assert.is(plain + recursive, cells[soaking.UPDATES], "updates under a lock");
  assert.is(cells[soaking.INSIDE], 0);
  assert.ok(cells[soaking.MOST_INSIDE]! <= permits, "the semaphore let too many in");
  for (const lock of locks) {
    assert.is(lock.acquireSync({ blocking: false }), true, "a lock is held");
  }
  assert.is(condition.acquireSync({ blocking: false }), true, "the condition is held");
  for (let permit = 0; permit < permits; permit++) {
    assert.is(semaphore.acquireSync({ blocking: false }), true, "a permit is lost");
  }
  assert.is(semaphore.acquireSync({ blocking: false }), false, "a permit too many");
  assert.is(activeCount(), 1);
}

test(`Soak: ${seconds} s from seed ${seed} without a hang, a lost item or a leak`, async () => {
  setExcepthook(() => {});
  const end = performance.now() + seconds * 1000;
  const memory: number[] = [];
  let rounds = 0;
  for (; performance.now() < end; rounds++) {
    try {
      await round(rounds);
    } catch (error) {
      throw new Error(`seed ${seed}, round ${rounds}: ${(error as Error).message}`, {
        cause: error,
      });
    }
    memory.push(process.memoryUsage.rss() / 2 ** 20);
  }
  setExcepthook(null);
  // Memory goes up and down; what counts is that the second half does not climb above the first.
  if (!soak) return;
  const most = (from: number, to: number) =>
    Math.max(...memory.slice(Math.floor(rounds * from), Math.floor(rounds * to)));
  const [before, after] = [most(0.2, 0.5), most(0.8, 1)];
  console.log(`${rounds} rounds; memory ${before.toFixed()} MiB, later ${after.toFixed()} MiB`);
  assert.ok(after < before * 1.3 + 50, `memory grew from ${before} to ${after} MiB`);
});

test.run();
