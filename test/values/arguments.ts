/** How the library refuses what no compiler has checked: what is required, and what was given. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run, sleep } from "../../lib/coroutine.ts";
import { Pool, Process, Queue as FarQueue, ThreadPool } from "../../lib/multiprocessing.ts";
import { Queue } from "../../lib/queue.ts";
import { Semaphore, SharedArray, Thread, Timer } from "../../lib/threading.ts";
import { rejection, thrown } from "../fixtures/outcomes.ts";
import { here, square } from "../fixtures/tasks.ts";

const test = suite("arguments");

/** A value of the wrong type, as from JavaScript. */
const wrong = (value: unknown) => value as never;

function refuses(act: () => unknown, text: string): void {
  const error = thrown(act);
  assert.instance(error, TypeError);
  assert.is((error as Error).message, text);
}

test("arguments that are no array", () => {
  const target = square, args = wrong(5);
  const text = "args must be an array, as in [1, 2], but it is 5";
  refuses(() => new Thread({ target, args, module: here }), `Cannot make thread: ${text}`);
  refuses(() => new Process({ target, args, module: here }), `Cannot make process: ${text}`);
  refuses(() => new Timer(5, target, args, { module: here }), `Cannot make timer: ${text}`);
});

test("options that are no object", () => {
  const text = "options must be an object in braces, but they are";
  refuses(() => new Thread(wrong(undefined)), `Cannot make thread: ${text} undefined`);
  refuses(() => new Process(wrong(undefined)), `Cannot make process: ${text} undefined`);
  refuses(() => new Pool(1, wrong(5)), `Cannot make pool: ${text} 5`);
  refuses(() => new Queue(wrong(5)), `Cannot make queue: ${text} 5`);
  refuses(() => new FarQueue(wrong("5")), `Cannot make queue: ${text} "5"`);
});

test("text that looks like a number is shown as text", () => {
  const text = 'must be a number, but it is "3"';
  refuses(() => new Semaphore(wrong("3")), `Cannot make semaphore: its value ${text}`);
  refuses(() => new Pool(wrong("3")), `Cannot make pool: the number of workers ${text}`);
});

test("what a pool is to work on", async () => {
  await using pool = new ThreadPool(1, { module: here });
  const text = "must be iterable, as an array, but it is 5";
  refuses(() => pool.imap(square, wrong(5)), `Cannot imap: iterable ${text}`);
  refuses(() => pool.mapAsync(square, wrong(5)), `Cannot map: iterable ${text}`);
  refuses(() => pool.starmapAsync(square, wrong([[1], 5])), `Cannot starmap: item[1] ${text}`);
  refuses(
    () => pool.applyAsync(square, [1], { callback: wrong(5) }),
    "Cannot apply: callback must be a function, but it is 5",
  );
  assert.is(await pool.apply(square, [3]), 9);
});

test("numbers that are none, and a signal that is none", async () => {
  refuses(
    () => new SharedArray("int32", wrong(undefined)),
    "Cannot make shared array: length or values must be iterable, as an array, but it is undefined",
  );
  const main = sleep(1);
  const error = await rejection(run(main, { signal: wrong(5) })) as Error;
  assert.is(error.message, "Cannot run: signal must be an AbortSignal, but it is 5");
  await run(main); // it has not begun
});

test.run();
