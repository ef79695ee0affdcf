/** What an ordinary strict program writes and what must compile; never run. */

import { Condition, Lock, SharedArray, Thread, Timer, Value } from "../../lib/threading.ts";
import * as mp from "../../lib/multiprocessing.ts";

export function none(): number {
  return 1;
}
export function two(a: number, b: string): string {
  return b.repeat(a);
}
export function perhaps(a?: number): string | Promise<number> {
  return a ? Promise.resolve(a) : "";
}
export async function later(a: number): Promise<number> {
  return await Promise.resolve(a);
}

// Numbers are numbers or bigints, by the name of the type.
const big = new Value("bigint64", 1n);
big.value += 1n;
const plain: number = new Value("int32").value + 1;
const old: number = new Value("float64", 0.5).add(1.5);
const bigs: bigint[] = new SharedArray("bigint64", [1n]).slice();
const first: number = new SharedArray("int32", 3).get(0);
new mp.Value("bigint64", 1n).value += 1n;
const shared: bigint = new mp.SharedArray("bigint64", 2).get(0);
export function takes(value: Value, array: SharedArray): void {
  value.value += array.get(0);
}
takes(new Value("int32"), new SharedArray("uint32", 1));
takes(new Value("float64"), new SharedArray("float64", [1]));

// The last option of every shared object is its name.
const name = "door", mayBe: { name?: string } = {};
new Condition(new Lock({ name }), { name });
new Value("bigint64", 1n, { name });
new mp.Lock({ name }), new mp.RLock({ name }), new mp.Event({ name }), new mp.Lock(mayBe);
new mp.Semaphore(1, { name }), new mp.BoundedSemaphore(1, { name });
new mp.Condition(undefined, { name }), new mp.Barrier(2, { name, timeout: 1 });
new mp.Queue<number>({ maxsize: 1, name }), new mp.JoinableQueue({ name });
new mp.SimpleQueue<string>({ name }), new mp.Value("int32", 0, { name });
new mp.SharedArray("bigint64", [1n], { name }), mp.Pipe({ name });

// Arguments may be left out where the target can be called without any; nothing writes to them.
new Thread({ target: none });
new Thread({ target: perhaps });
new Thread({ target: perhaps, args: [1] });
new Thread({ target: two, args: [1, "a"] });
new Thread({ target: two, args: [1, "a"] as const });
const word: Promise<string> = new Thread({ target: two, args: [1, "a"] }).result();
const either: Promise<string | number> = new Thread({ target: perhaps }).result();
const number: Promise<number> = new Thread({ target: later, args: [1] }).result();
new Timer(1, none);
new Timer(1, two, [1, "a"], { name: "t" });
new mp.Process({ target: none });
new mp.Process({ target: two, args: [1, "a"] as const });
const result: Promise<number> = new mp.Process({ target: later, args: [1] }).result();
const pool = new mp.Pool(1, { initializer: two, initargs: [1, "a"] });
new mp.ThreadPool(2, { initializer: none });
new mp.Pool();
const applied: Promise<string> = pool.apply(two, [1, "a"]);
const called: Promise<number> = pool.apply(none);
const async: mp.AsyncResult<number> = pool.applyAsync(later, [1] as const, {
  callback: (value) => void value.toFixed(),
});
const mapped: Promise<number[]> = pool.map(later, [1, 2] as const);
const stars: Promise<string[]> = pool.starmap(two, [[1, "a"], [2, "b"]] as const);
const stream = pool.imap(later, [1], { chunksize: 1, buffersize: 10 });
const threads: Thread[] = [new Thread({ target: none }) as unknown as Thread];

// A predicate may be asynchronous where the wait is.
const condition = new Condition(new Lock());
const ready: Promise<boolean> = condition.waitFor(() => Promise.resolve(true));
const now: number = condition.waitForSync(() => 1);

export const all = [
  plain,
  old,
  bigs,
  first,
  shared,
  word,
  either,
  number,
  result,
  applied,
  called,
  async,
  mapped,
  stars,
  stream,
  threads,
  ready,
  now,
];
