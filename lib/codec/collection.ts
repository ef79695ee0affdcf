/** Maps and Sets on the wire, in the order of their entries. */

import { MAP, SET } from "./tags.ts";
import { entryStep, passing } from "./refusal.ts";
import type { Reader } from "./reader.ts";
import type { Writer } from "./writer.ts";

// The methods of the built-in classes, because a subclass may have replaced its own.
const entriesOf = Map.prototype.entries;
const membersOf = Set.prototype.values;

export function writeMap(writer: Writer, map: Map<unknown, unknown>): void {
  if (writer.isDeep) return writer.defer(MAP, map);
  writer.depth++;
  writeEntries(writer, map);
  writer.depth--;
}

export function writeEntries(writer: Writer, map: Map<unknown, unknown>): void {
  // A copy: a getter that runs meanwhile may change the map.
  const entries = [...entriesOf.call(map)];
  writer.byte(MAP);
  writer.varint(entries.length);
  for (let i = 0; i < entries.length; i++) {
    const [key, value] = entries[i]!;
    writePart(writer, key, () => `.keys()[${i}]`);
    writePart(writer, value, () => entryStep(key));
  }
}

function writePart(writer: Writer, value: unknown, step: () => string): void {
  try {
    writer.value(writer, value);
  } catch (error) {
    throw passing(error, step());
  }
}

export function writeSet(writer: Writer, set: Set<unknown>): void {
  if (writer.isDeep) return writer.defer(SET, set);
  writer.depth++;
  writeMembers(writer, set);
  writer.depth--;
}

export function writeMembers(writer: Writer, set: Set<unknown>): void {
  const members = [...membersOf.call(set)];
  writer.byte(SET);
  writer.varint(members.length);
  let i = 0;
  try {
    for (; i < members.length; i++) writer.value(writer, members[i]);
  } catch (error) {
    throw passing(error, `.values()[${i}]`);
  }
}

export function readMap(reader: Reader): Map<unknown, unknown> {
  const map = reader.add(new Map<unknown, unknown>());
  reader.enter();
  readMapEntries(reader, map);
  reader.leave();
  return map;
}

export function readMapEntries(reader: Reader, map: Map<unknown, unknown>): void {
  for (let left = reader.count(2); left > 0; left--) {
    const key = reader.value(reader);
    map.set(key, reader.value(reader));
  }
}

export function readSet(reader: Reader): Set<unknown> {
  const set = reader.add(new Set<unknown>());
  reader.enter();
  readSetMembers(reader, set);
  reader.leave();
  return set;
}

export function readSetMembers(reader: Reader, set: Set<unknown>): void {
  for (let left = reader.count(1); left > 0; left--) set.add(reader.value(reader));
}
