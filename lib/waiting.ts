/** What the waiting calls of the library have in common: their options, checked in one place. */

import { LONGEST } from "./runtime/clock.ts";
import { checkSignal, given, optionsOf } from "./arguments.ts";

/** Options of a call that blocks its thread. */
export interface SyncWaitOptions {
  /** `false`: do not wait at all. Not together with `timeout`. Default `true`. */
  blocking?: boolean | undefined;
  /** How long to wait at most, in milliseconds, from 0. From 2^31 on and `Infinity`: for ever, as by default. */
  timeout?: number | undefined;
}

/** Options of a call that answers a promise. */
export interface WaitOptions extends SyncWaitOptions {
  /** Ends the wait when it is aborted: the promise rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/**
 * How many milliseconds a call may wait: 0 not at all, `Infinity` for ever. `what` begins the error
 * text: "Cannot acquire lock"; `role` is what the caller calls its time.
 *
 * @throws {TypeError} if `timeout` is not a number, or `signal` not an AbortSignal
 * @throws {RangeError} if it is negative or NaN, or given although `blocking` is false
 */
export function limit(
  what: string,
  options: WaitOptions | undefined,
  role = "timeout",
): number {
  if (options === undefined) return Infinity;
  optionsOf(what, options);
  const { blocking = true, timeout, signal } = options;
  checkSignal(what, signal);
  if (timeout === undefined || timeout === null) return blocking ? Infinity : 0;
  if (typeof timeout !== "number") {
    throw new TypeError(
      `${what}: ${role} must be a number of milliseconds, but it is ${given(timeout)}`,
    );
  }
  if (!blocking) {
    throw new RangeError(
      `${what}: a timeout needs blocking: true, but blocking is false and timeout is ${timeout}`,
    );
  }
  if (!(timeout >= 0)) {
    throw new RangeError(
      `${what}: ${role} must be 0 or more milliseconds, but it is ${timeout}${
        role === "timeout" ? " (leave it out to wait for ever)" : ""
      }`,
    );
  }
  return timeout > LONGEST ? Infinity : timeout;
}
