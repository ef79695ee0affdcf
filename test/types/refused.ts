/** What must not compile: each line with an expectation is one mistake; never run. */

import {
  Barrier,
  Condition,
  Lock,
  SharedArray,
  Thread,
  Timer,
  Value,
} from "../../lib/threading.ts";
import { Queue } from "../../lib/queue.ts";
import * as distributed from "../../lib/distributed.ts";
import * as mp from "../../lib/multiprocessing.ts";

export function two(a: number, b: string): string {
  return b.repeat(a);
}

// @ts-expect-error a bigint64 starts with a bigint
new Value("bigint64", 1);
// @ts-expect-error an int32 starts with a number
new Value("int32", 1n);
// @ts-expect-error numbers and bigints do not mix
new Value("bigint64", 1n).value += 1;
// @ts-expect-error elements of bigint64 are bigints
new SharedArray("bigint64", [1]);
// @ts-expect-error the same between processes
new mp.Value("bigint64", 1);
// @ts-expect-error and there
new mp.SharedArray("int32", [1n]);
// @ts-expect-error there is no such type
new Value("int8");
// @ts-expect-error the target needs arguments
new Thread({ target: two });
// @ts-expect-error one is missing
new Thread({ target: two, args: [1] });
// @ts-expect-error one is of another type
new Thread({ target: two, args: [1, 2] });
// @ts-expect-error the target needs arguments
new Timer(1, two);
// @ts-expect-error the target needs arguments
new mp.Process({ target: two });
// @ts-expect-error one is of another type
new mp.Process({ target: two, args: ["a", "b"] });
const pool = new mp.Pool(1);
// @ts-expect-error the function needs arguments
pool.apply(two);
// @ts-expect-error one is of another type
pool.apply(two, ["a", "b"]);
// @ts-expect-error the function needs arguments
pool.applyAsync(two);
// @ts-expect-error the initializer needs arguments
new mp.Pool(1, { initializer: two });
// @ts-expect-error one is of another type
new mp.ThreadPool(1, { initializer: two, initargs: ["a", "b"] });
// @ts-expect-error nothing is to be given without an initializer
new mp.Pool(1, { initargs: [1] });
// @ts-expect-error a promise is always true
new Condition(new Lock()).waitForSync(() => Promise.resolve(true));
// @ts-expect-error a lock is made, not taken over
new Lock(0);
// @ts-expect-error a name is a string
new mp.Lock({ name: 1 });
// @ts-expect-error nobody can ask for it: it is for errors and timelines
export const name: unknown = new mp.Lock({ name: "door" }).name;
// @ts-expect-error a queue takes options
new Queue(5);
// @ts-expect-error nothing inside is visible
export const cell: unknown = new Lock().cell;
// @ts-expect-error nor there
export const post: unknown = new mp.Process({ target: two, args: [1, ""] }).post;

export function one(a: number): string {
  return String(a);
}
// The calls of all pools are one class's; each kind of pool has to have its types.
const threads = new mp.ThreadPool(1), remote = new distributed.Pool();
// @ts-expect-error an item is of another type
pool.map(one, ["a"]);
// @ts-expect-error one item of several is
pool.map(one, [1, "a"]);
// @ts-expect-error what is mapped is iterable
pool.map(one, 1);
// @ts-expect-error a function of two takes its arguments by starmap
pool.map(two, [1]);
// @ts-expect-error an item is of another type
threads.map(one, ["a"]);
// @ts-expect-error an item is of another type
remote.map(one, ["a"]);
// @ts-expect-error the results are texts
pool.map(one, [1]).then((texts: number[]) => texts);
// @ts-expect-error an item is of another type
pool.mapAsync(one, ["a"]);
// @ts-expect-error the callback gets all results
pool.mapAsync(one, [1], { callback: (text: string) => void text });
// @ts-expect-error the callback gets all results
remote.mapAsync(one, [1], { callback: (text: string) => void text });
// @ts-expect-error an item is of another type
remote.mapAsync(one, ["a"]);
// @ts-expect-error an item is no list of arguments
pool.starmap(two, [1]);
// @ts-expect-error an argument is missing
pool.starmap(two, [[1]]);
// @ts-expect-error one is of another type
pool.starmap(two, [[1, 2]]);
// @ts-expect-error one is too many
pool.starmap(two, [[1, "a", 2]]);
// @ts-expect-error one is of another type
threads.starmap(two, [[1, 2]]);
// @ts-expect-error one is of another type
remote.starmap(two, [[1, 2]]);
// @ts-expect-error one is of another type
pool.starmapAsync(two, [[1, 2]]);
// @ts-expect-error an item is of another type
pool.imap(one, ["a"]);
// @ts-expect-error an item is of another type
pool.imapUnordered(one, ["a"]);
// @ts-expect-error an item is of another type
remote.imap(one, ["a"]);
// @ts-expect-error an item is of another type
remote.imapUnordered(one, ["a"]);
// @ts-expect-error a size is a number
pool.imap(one, [1], { chunksize: "1" });
// @ts-expect-error only streams have a buffer
pool.map(one, [1], { buffersize: 1 });
// @ts-expect-error one is of another type
pool.applyAsync(two, ["a", "b"]);
// @ts-expect-error the callback gets the result
pool.applyAsync(one, [1], { callback: (result: number) => void result });
// @ts-expect-error the function needs arguments
remote.apply(two);
// @ts-expect-error one is of another type
remote.apply(two, ["a", "b"]);
// @ts-expect-error one is of another type
remote.applyAsync(two, ["a", "b"]);
// @ts-expect-error what is called is a function, not its name
pool.apply("two", [1, "a"]);
// @ts-expect-error a remote pool has no initializer: its workers do
new distributed.Pool({ initializer: two });
// @ts-expect-error it has options, not a number of processes
new distributed.Pool(4);
// @ts-expect-error a number of retries is a number
new distributed.Pool({ maxRetries: "1" });
// @ts-expect-error an action is called without arguments
new Barrier(2, { action: one });
// @ts-expect-error an action is a function, not its name
new Barrier(2, { action: "act" });
// @ts-expect-error the same between processes
new mp.Barrier(2, { action: one });
// @ts-expect-error and there
new mp.Barrier(2, { action: 1 });
