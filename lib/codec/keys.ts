/**
 * The lists of keys of plain objects on the wire. A program sends the same few lists of keys again and again, so both
 * sides remember them: the writer their bytes, the reader their strings, found by those bytes. Within a
 * message a list is written once and then named by its number. A list that was met only once is not
 * remembered: its object may be a dictionary.
 */

import { OBJECT_LIKE, OBJECT_WITH_KEYS } from "./tags.ts";
import { readString, writeString } from "./string.ts";
import type { Reader } from "./reader.ts";
import { Writer } from "./writer.ts";

interface KeyList {
  readonly keys: readonly string[];
  /** The keys as strings one after the other; made when they are met a second time. */
  bytes: Uint8Array | null;
  /** The message in which the list was written last, and its number there. */
  message: number;
  number: number;
}

const PLACES = 512;
/** Neighbouring places that keys with the same hash may take. */
const NEIGHBOURS = 4;
/** Longer lists are not worth a comparison. */
const LONGEST_LIST = 256;

const written: (KeyList | undefined)[] = new Array(PLACES + NEIGHBOURS).fill(undefined);
let latest: KeyList = { keys: [], bytes: null, message: 0, number: 0 };
let turn = 0;

function hashOf(keys: readonly string[]): number {
  const first = keys[0]!;
  const last = keys[keys.length - 1]!;
  return (keys.length * 31 + first.length * 7 + first.charCodeAt(0) * 17 + last.length * 13 +
    last.charCodeAt(last.length - 1) * 3) % PLACES;
}

function same(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** The remembered list of these keys, or null when they are met for the first time. */
function recall(keys: readonly string[]): KeyList | null {
  if (same(latest.keys, keys)) return latest;
  const place = hashOf(keys) || 0;
  for (let i = place; i < place + NEIGHBOURS; i++) {
    const list = written[i];
    if (list !== undefined && same(list.keys, keys)) return latest = list;
  }
  written[place + (turn++ % NEIGHBOURS)] = { keys, bytes: null, message: 0, number: 0 };
  return null;
}

function bytesOf(keys: readonly string[]): Uint8Array {
  const writer = new Writer(() => {});
  for (const key of keys) writeString(writer, key);
  return writer.bytes.slice(0, writer.position);
}

/** Writes the keys as a list, if they have been met before; answers whether it did. */
export function writeKeyList(writer: Writer, keys: readonly string[]): boolean {
  if (keys.length === 0 || keys.length > LONGEST_LIST) return false;
  const list = recall(keys);
  if (list === null) return false;
  if (list.message === writer.message) {
    writer.byte(OBJECT_LIKE);
    writer.varint(list.number);
    return true;
  }
  list.bytes ??= bytesOf(list.keys);
  writer.byte(OBJECT_WITH_KEYS);
  writer.varint(list.bytes.length);
  writer.raw(list.bytes);
  list.message = writer.message;
  list.number = writer.keyLists++;
  return true;
}

interface ReadList {
  readonly bytes: Uint8Array;
  readonly keys: readonly string[];
}

const read: (ReadList | undefined)[] = new Array(PLACES + NEIGHBOURS).fill(undefined);

function matches(list: ReadList, bytes: Uint8Array, start: number, size: number): boolean {
  if (list.bytes.length !== size) return false;
  for (let i = 0; i < size; i++) if (list.bytes[i] !== bytes[start + i]) return false;
  return true;
}

/** The same text in the form in which the engine keeps names of properties: no look-up is needed later. */
function asKey(text: string): string {
  return Object.keys({ [text]: null })[0]!;
}

/** Reads a list of keys, which from now on has a number in this message. */
export function readKeyList(reader: Reader): readonly string[] {
  const size = reader.count(1);
  const { bytes, position: start } = reader;
  const end = start + size;
  const place = (size * 31 + bytes[start + 1]! * 17 + bytes[end - 1]! * 3) % PLACES || 0;
  for (let i = place; i < place + NEIGHBOURS; i++) {
    const list = read[i];
    if (list !== undefined && matches(list, bytes, start, size)) {
      reader.position = end;
      reader.keyLists.push(list.keys);
      return list.keys;
    }
  }
  const keys: string[] = [];
  while (reader.position < end) keys.push(asKey(readString(reader)));
  if (reader.position > end || keys.length > LONGEST_LIST) {
    throw reader.damaged("a broken list of keys");
  }
  read[place + (turn++ % NEIGHBOURS)] = { bytes: new Uint8Array(bytes.subarray(start, end)), keys };
  reader.keyLists.push(keys);
  return keys;
}

export function readKnownKeyList(reader: Reader): readonly string[] {
  const keys = reader.keyLists[reader.varint()];
  if (keys === undefined) throw reader.damaged("a list of keys that does not exist");
  return keys;
}
