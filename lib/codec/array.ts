/** Arrays on the wire: dense and with holes, and those of plain numbers in one block. */

import { ARRAY, FLOAT64_ARRAY, HOLE, HOLES, INT32_ARRAY } from "./tags.ts";
import { passing } from "./refusal.ts";
import type { Reader } from "./reader.ts";
import type { Writer } from "./writer.ts";

/** So many missing elements in a row are written one by one. */
const SINGLE_HOLES = 16;
/** How far to look for the end of a gap before asking for the list of all indices. */
const LOOK_AHEAD = 1000;
/** Shorter arrays of numbers gain nothing from a form of their own. */
const SHORTEST_NUMERIC = 4;

export function writeArray(writer: Writer, array: readonly unknown[]): void {
  if (writer.isDeep) return writer.defer(ARRAY, array as object);
  writer.depth++;
  writeElements(writer, array);
  writer.depth--;
}

export function writeElements(writer: Writer, array: readonly unknown[]): void {
  const length = array.length;
  if (length >= SHORTEST_NUMERIC && typeof array[0] === "number") {
    if (writeInt32s(writer, array) || writeFloat64s(writer, array)) return;
  }
  writer.byte(ARRAY);
  writer.varint(length);
  let i = 0;
  try {
    while (i < length) {
      const element = array[i];
      if (element === undefined && !Object.hasOwn(array, i)) {
        i = writeGap(writer, array, i);
      } else {
        writer.value(writer, element);
        i++;
      }
    }
  } catch (error) {
    throw passing(error, `[${i}]`);
  }
}

/** Writes an array whose elements are all 32-bit integers, else nothing. */
function writeInt32s(writer: Writer, array: readonly unknown[]): boolean {
  const length = array.length;
  const start = writer.position;
  if (!isInt32(array[0]) || !isInt32(array[length - 1])) return false;
  writer.byte(INT32_ARRAY);
  writer.varint(length);
  writer.reserve(4 * length);
  const view = writer.view;
  let position = writer.position;
  for (let i = 0; i < length; i++, position += 4) {
    const element = array[i];
    if (!isInt32(element)) {
      writer.position = start;
      return false;
    }
    view.setInt32(position, element, true);
  }
  writer.position = position;
  return true;
}

function isInt32(value: unknown): value is number {
  return typeof value === "number" && (value | 0) === value && (value !== 0 || 1 / value > 0);
}

/** Writes an array whose elements are all numbers, else nothing. */
function writeFloat64s(writer: Writer, array: readonly unknown[]): boolean {
  const length = array.length;
  const start = writer.position;
  if (typeof array[length - 1] !== "number") return false;
  writer.byte(FLOAT64_ARRAY);
  writer.varint(length);
  writer.reserve(8 * length);
  const view = writer.view;
  let position = writer.position;
  for (let i = 0; i < length; i++, position += 8) {
    const element = array[i];
    if (typeof element !== "number") {
      writer.position = start;
      return false;
    }
    view.setFloat64(position, element, true);
  }
  writer.position = position;
  return true;
}

/** Writes the gap that begins at `from`; answers where it ends. */
function writeGap(writer: Writer, array: readonly unknown[], from: number): number {
  const end = endOfGap(array, from);
  if (end - from > SINGLE_HOLES) {
    writer.byte(HOLES);
    writer.varint(end - from);
  } else {
    for (let i = from; i < end; i++) writer.byte(HOLE);
  }
  return end;
}

function endOfGap(array: readonly unknown[], from: number): number {
  const horizon = Math.min(array.length, from + LOOK_AHEAD);
  for (let i = from; i < horizon; i++) if (Object.hasOwn(array, i)) return i;
  if (horizon === array.length) return horizon;
  // A gap this long may be billions of elements: ask which exist. They come in ascending order.
  for (const key of Object.keys(array)) {
    const index = Number(key);
    if (index >= from && index < array.length && String(index) === key) return index;
  }
  return array.length;
}

export function readArray(reader: Reader, tag: number): unknown[] {
  const array = reader.add<unknown[]>([]);
  reader.enter();
  readElements(reader, tag, array);
  reader.leave();
  return array;
}

/** Reads what `writeElements` wrote after the tag into an empty array. */
export function readElements(reader: Reader, tag: number, array: unknown[]): void {
  if (tag === INT32_ARRAY) readInt32s(reader, array);
  else if (tag === FLOAT64_ARRAY) readFloat64s(reader, array);
  else if (tag === ARRAY) readAny(reader, array);
  else throw reader.damaged(`tag ${tag} where elements are required`);
}

function readInt32s(reader: Reader, array: unknown[]): void {
  const length = reader.count(4);
  const { view, position } = reader;
  for (let i = 0; i < length; i++) array.push(view.getInt32(position + 4 * i, true));
  reader.position = position + 4 * length;
}

function readFloat64s(reader: Reader, array: unknown[]): void {
  const length = reader.count(8);
  const { view, position } = reader;
  for (let i = 0; i < length; i++) array.push(view.getFloat64(position + 8 * i, true));
  reader.position = position + 8 * length;
}

function readAny(reader: Reader, array: unknown[]): void {
  const length = reader.varint();
  if (length > 4294967295) throw reader.damaged("an array that is too long");
  let i = 0;
  while (i < length) {
    const tag = reader.bytes[reader.position];
    if (tag === HOLE) {
      reader.position++;
      array.length = ++i;
    } else if (tag === HOLES) {
      reader.position++;
      i += reader.varint();
      if (i > length) throw reader.damaged("an array with more elements than its length");
      makeSparse(array);
      array.length = i;
    } else {
      array[i++] = reader.value(reader);
    }
  }
}

/**
 * Makes the engine keep the array as a table of those elements that exist. Else a few bytes that claim
 * a long gap would make it allocate room for the whole gap.
 */
function makeSparse(array: unknown[]): void {
  const length = array.length;
  array[4294967294] = undefined;
  array.length = length;
}
