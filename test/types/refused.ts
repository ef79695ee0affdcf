/** What must not compile: each line with an expectation is one mistake; never run. */

import { Condition, Lock, SharedArray, Thread, Timer, Value } from "../../lib/threading.ts";
import { Queue } from "../../lib/queue.ts";
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
