/** Items with the number that a recording gave them, so that it knows who got what whom put in. */

import type { Passage } from "../../memory/observer.ts";
import { open } from "../link/shared_object.ts";

/** The first byte of such an item, which no value has; the number follows in eight bytes, and the item. */
const NUMBERED = 0x3d;
const HEAD = 9;

/** The item as it travels: with its number if its put is recorded. */
export function numbered(bytes: Uint8Array, passage: Passage | undefined): Uint8Array {
  if (passage === undefined) return bytes;
  const whole = new Uint8Array(HEAD + bytes.length);
  whole[0] = NUMBERED;
  new DataView(whole.buffer).setFloat64(1, passage.sends(), true);
  whole.set(bytes, HEAD);
  return whole;
}

/** The value of an item, whoever put it and whether that was recorded or not. */
export function openItem(item: Uint8Array, passage: Passage | undefined): unknown {
  if (item[0] !== NUMBERED) return open(item);
  passage?.given(new DataView(item.buffer, item.byteOffset).getFloat64(1, true));
  return open(item.subarray(HEAD));
}
