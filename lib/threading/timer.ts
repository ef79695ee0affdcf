/** Timer: a thread that calls its target later, unless it is cancelled before. */

import { listOf } from "../arguments.ts";
import { provide, type Reference, referTo, resolveTarget } from "../program/reference.ts";
import { limit } from "../waiting.ts";
import { Event } from "./event.ts";
import { Thread, type ThreadSettings, unnamed } from "./thread.ts";

/** Every worker has this module already: it is not imported again by its place. */
const HERE = "interleave:timer";

/** What the thread of a timer runs. */
export async function runTimer(
  finished: Event,
  interval: number,
  reference: Reference,
  args: unknown[],
): Promise<unknown> {
  if (await finished.wait({ timeout: interval })) return undefined;
  const target = await resolveTarget(reference) as (...args: unknown[]) => unknown;
  const value = await target(...args);
  finished.set();
  return value;
}

provide(HERE, { runTimer });

/** What `Timer` takes besides its target and the arguments. */
export type TimerOptions = Omit<ThreadSettings<never, unknown>, "target">;

/**
 * A thread that calls its target after a while, unless it is cancelled before. Follows CPython's
 * `threading.Timer`.
 *
 * @example
 * ```ts
 * import { Event, main, Timer } from "../lib/threading.ts";
 * import assert from "node:assert/strict";
 *
 * export function ring(rung: Event) {
 *   rung.set();
 * }
 *
 * main(import.meta, async () => {
 *   const rung = new Event();
 *   const soon = new Timer(5, ring, [rung]), never = new Timer(60_000, ring, [rung]);
 *   soon.start();
 *   never.start();
 *   never.cancel();
 *   await never.join();
 *   assert.equal(await rung.wait(), true);
 * });
 * ```
 */
export class Timer<A extends readonly unknown[] = unknown[]> extends Thread<
  [Event, number, Reference, unknown[]],
  unknown
> {
  readonly #finished: Event;

  /**
   * @param interval how long to wait, in ms, 0 or more
   * @param target what to call: a function that its module exports
   * @param args its arguments
   * @throws {RangeError} if `interval` is negative or NaN
   */
  constructor(
    interval: number,
    target: (...args: A) => unknown,
    ...[args, options = {}]: [] extends A ? [args?: Readonly<A>, options?: TimerOptions]
      : [args: Readonly<A>, options?: TimerOptions]
  ) {
    limit("Cannot make timer", { timeout: interval }, "interval");
    const reference = referTo("make timer", "target", target, options.module);
    const finished = new Event();
    super({
      ...options,
      name: options.name || unnamed(target.name),
      target: runTimer,
      args: [finished, interval, reference, listOf("Cannot make timer", "args", args)],
      module: HERE,
    });
    this.#finished = finished;
  }

  /** Stops the timer if it has not called its target yet. */
  cancel(): void {
    this.#finished.set();
  }
}
