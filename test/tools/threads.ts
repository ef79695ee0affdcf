/** What the suites of threads share. Targets import it too, so it imports no test framework. */

import { setImmediate } from "node:timers";
import { Thread, type ThreadOptions, type WaitOptions } from "../../lib/threading.ts";
import { within } from "./waiting.ts";

/** The two forms of everything that waits: `acquireSync` blocks, `acquire` answers a promise. */
export type Form = "blocking" | "asynchronous";

export const forms: readonly Form[] = ["blocking", "asynchronous"];

/** The forms in turn: for the threads of a mixed crowd. */
export function formOf(index: number): Form {
  return index % 2 === 0 ? "blocking" : "asynchronous";
}

/** Longer than anything takes here, also on a busy machine. */
export const PATIENCE = 20_000;

/** Starts a thread that runs `target` of the module `module`. */
export function begin<A extends unknown[], R>(
  module: string,
  target: (...args: A) => R | Promise<R>,
  ...args: A
): Thread<A, R> {
  const options = { target, args, module } as unknown as ThreadOptions<A, R>;
  const thread = new Thread<A, R>(options);
  thread.start();
  return thread;
}

/** What the threads gave, in their order; the failure of one is the failure of the test. */
export function results<R>(threads: readonly { result(): Promise<R> }[]): Promise<R[]> {
  return within(PATIENCE, Promise.all(threads.map((thread) => thread.result())), "the threads");
}

/** What has both forms of `acquire`. */
export interface Acquirable {
  acquire(options?: WaitOptions): Promise<boolean>;
  acquireSync(options?: { blocking?: boolean; timeout?: number }): boolean;
}

/** Acquires in one form or the other. */
export function acquire(
  what: Acquirable,
  form: Form,
  options: { blocking?: boolean; timeout?: number } = {},
): boolean | Promise<boolean> {
  return form === "blocking" ? what.acquireSync(options) : what.acquire(options);
}

/** What `body` fails with, thrown or rejected. */
export async function failure(body: () => unknown): Promise<Error> {
  try {
    await body();
  } catch (error) {
    return error as Error;
  }
  throw new Error(`It should have failed, and did not: ${body}`);
}

/** Fails unless `body` fails with that class and, if given, such a message. */
export async function fails(
  body: () => unknown,
  kind: abstract new (...args: never[]) => Error,
  message: RegExp = /./,
): Promise<Error> {
  const error = await failure(body);
  if (!(error instanceof kind) || !message.test(error.message)) {
    const wanted = `${kind.name} matching ${message}`;
    throw new Error(`It failed with ${error?.name}: ${error?.message}; wanted: ${wanted}`, {
      cause: error,
    });
  }
  return error;
}

/** Lets the event loop turn, `turns` times. */
export async function turns(count = 20): Promise<void> {
  for (let turn = 0; turn < count; turn++) {
    await new Promise<void>((go) => setImmediate(() => go()));
  }
}

/** Is the promise still open after the event loop turned a few times? */
export async function isPending(promise: PromiseLike<unknown>): Promise<boolean> {
  let settled = false;
  const settle = () => {
    settled = true;
  };
  promise.then(settle, settle);
  await turns();
  return !settled;
}

/** How long `body` took, and what it gave. */
export async function timed<R>(body: () => R | Promise<R>): Promise<{ took: number; value: R }> {
  const start = performance.now();
  const value = await body();
  return { took: performance.now() - start, value };
}

/**
 * Fails unless a wait with this timeout took so long: never less (clocks and timers round to a
 * millisecond, hence 2), and not absurdly longer.
 */
export function assertTimeout(took: number, timeout: number): void {
  if (took < timeout - 2) throw new Error(`A timeout of ${timeout} ms passed after ${took} ms`);
  if (took > timeout * 10 + 3000) {
    throw new Error(`A timeout of ${timeout} ms took ${took} ms`);
  }
}
