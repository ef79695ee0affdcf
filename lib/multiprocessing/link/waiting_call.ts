/** The two ways in which public objects ask the broker: for what may take time, and for what may not. */

import { limit, type WaitOptions } from "../../waiting.ts";
import { NOTHING } from "./wire_format.ts";
import { link } from "../member.ts";
import type { Take } from "./link.ts";

/**
 * Calls a method of an object that may have to wait, with the options that the user gave. `a` of the
 * call says whether it may wait at all.
 *
 * @param take makes the result; without it, the call is only waited for
 */
export async function waitingCall(
  what: string,
  object: number,
  method: number,
  options: WaitOptions | undefined,
): Promise<void>;
export async function waitingCall<T>(
  what: string,
  object: number,
  method: number,
  options: WaitOptions | undefined,
  take: Take<T>,
): Promise<T>;
export async function waitingCall<T>(
  what: string,
  object: number,
  method: number,
  options: WaitOptions | undefined,
  take?: Take<T>,
): Promise<T | void> {
  const ms = limit(what, options);
  const patience = { ms, signal: options?.signal };
  return await link().ask(object, method, ms > 0 ? 1 : 0, 0, NOTHING, patience, take!);
}

/** Calls a method that is answered at once; without `take`, the answer is only waited for. */
export function call(object: number, method: number, a?: number): Promise<void>;
export function call<T>(object: number, method: number, a: number, take: Take<T>): Promise<T>;
export function call<T>(
  object: number,
  method: number,
  a = 0,
  take?: Take<T>,
): Promise<T | void> {
  return link().ask(object, method, a, 0, NOTHING, undefined, take!);
}
