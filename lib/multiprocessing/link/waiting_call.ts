import { limit, type WaitOptions } from "../../waiting.ts";
import { NOTHING } from "./wire_format.ts";
import { link } from "../member.ts";
import type { Answer } from "./link.ts";

/**
 * Calls a method of an object that may have to wait, with the options that the user gave. `a` of the
 * call says whether it may wait at all.
 */
export async function waitingCall<T>(
  what: string,
  object: number,
  method: number,
  options: WaitOptions | undefined,
  take: (answer: Answer) => T,
  payload: Uint8Array = NOTHING,
): Promise<T> {
  const ms = limit(what, options);
  return await link().ask(object, method, ms > 0 ? 1 : 0, 0, payload, take, {
    ms,
    signal: options?.signal,
  });
}

/** Calls a method that is answered at once. */
export function call<T>(
  object: number,
  method: number,
  a: number,
  take: (answer: Answer) => T,
): Promise<T> {
  return link().ask(object, method, a, 0, NOTHING, take);
}
