/** Secrets by which a child is known at the door. */

import { crypto } from "../runtime/builtin.ts";

/** `count` bytes that nobody can guess, as hexadecimal digits. */
export function randomBytes(count: number): string {
  return crypto().randomBytes(count).toString("hex");
}

/** Are two secrets the same? It takes as long for any two, so that nothing can be learnt from it. */
export function sameSecret(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && crypto().timingSafeEqual(one, other);
}
