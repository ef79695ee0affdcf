/**
 * The names of shared objects, in shared memory: whoever has the object finds its name there, and one
 * without a name costs nothing but the look at a word when an error is made.
 *
 * Invariant: a name is written before anybody else knows the object, and never changed; its pages are
 * given back when the object's cell is.
 */

import { freePages, loadPages, storePages } from "./heap.ts";

/** Bytes before the text, which say how long it is. */
const LENGTH = 4;

/** Keeps `name` and answers its first page; 0: there is nothing to keep. */
export function storeName(name: string | undefined): number {
  if (!name) return 0;
  const text = new TextEncoder().encode(name);
  const bytes = new Uint8Array(LENGTH + text.length);
  new DataView(bytes.buffer).setUint32(0, text.length);
  bytes.set(text, LENGTH);
  return storePages(bytes);
}

/** The name that begins with `page`; undefined if that is 0. */
export function loadName(page: number): string | undefined {
  if (page === 0) return undefined;
  const length = new Uint8Array(LENGTH);
  loadPages(page, length);
  const bytes = new Uint8Array(LENGTH + new DataView(length.buffer).getUint32(0));
  loadPages(page, bytes);
  return new TextDecoder().decode(bytes.subarray(LENGTH));
}

/** Gives the pages of a name back. */
export function dropName(page: number): void {
  if (page !== 0) freePages(page);
}
