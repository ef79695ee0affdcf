/** Plain objects and instances of classes on the wire: their own enumerable properties. */

import { HOLE, OBJECT, OBJECT_LIKE, OBJECT_WITH_KEYS } from "./tags.ts";
import { readKeyList, readKnownKeyList, writeKeyList } from "./keys.ts";
import { namespaceRefusal } from "./platform.ts";
import { passing, propertyStep } from "./refusal.ts";
import { readString, writeString } from "./string.ts";
import type { Reader } from "./reader.ts";
import type { Writer } from "./writer.ts";

type Properties = Record<string, unknown>;

/** A plain object, or an instance of a class, which becomes one: its own enumerable properties. */
export function writeObject(writer: Writer, object: object): void {
  if (writer.isDeep) return writer.defer(OBJECT, object);
  writer.depth++;
  writeProperties(writer, object);
  writer.depth--;
}

export function writeProperties(writer: Writer, object: object): void {
  const keys = Object.keys(object);
  if (keys.length === 0) {
    const refusal = namespaceRefusal(object);
    if (refusal !== null) throw refusal;
  }
  const listed = writeKeyList(writer, keys);
  if (!listed) {
    writer.byte(OBJECT);
    writer.varint(keys.length);
  }
  let i = 0;
  try {
    for (; i < keys.length; i++) {
      const key = keys[i]!;
      if (!listed) writeString(writer, key);
      const value = (object as Properties)[key];
      // A getter may have removed a later property.
      if (value === undefined && !Object.hasOwn(object, key)) writer.byte(HOLE);
      else writer.value(writer, value);
    }
  } catch (error) {
    throw passing(error, propertyStep(keys[i]!));
  }
}

export function readObject(reader: Reader, tag: number): object {
  const object = reader.add({});
  reader.enter();
  readProperties(reader, tag, object);
  reader.leave();
  return object;
}

/** Reads what `writeProperties` wrote after the tag. */
export function readProperties(reader: Reader, tag: number, object: object): void {
  if (tag === OBJECT_WITH_KEYS) readValues(reader, object, readKeyList(reader));
  else if (tag === OBJECT_LIKE) readValues(reader, object, readKnownKeyList(reader));
  else if (tag === OBJECT) readEntries(reader, object);
  else throw reader.damaged(`tag ${tag} where properties are required`);
}

function readValues(reader: Reader, object: object, keys: readonly string[]): void {
  for (let i = 0; i < keys.length; i++) readProperty(reader, object, keys[i]!);
}

function readEntries(reader: Reader, object: object): void {
  for (let left = reader.count(2); left > 0; left--) {
    readProperty(reader, object, readString(reader));
  }
}

function readProperty(reader: Reader, object: object, key: string): void {
  if (reader.bytes[reader.position] === HOLE) {
    reader.position++;
    return;
  }
  const value = reader.value(reader);
  if (key === "__proto__") define(object, key, value, true);
  else (object as Properties)[key] = value;
}

/** Defines a property, whatever setters and read-only properties the prototypes may have. */
export function define(object: object, key: string, value: unknown, enumerable: boolean): void {
  Object.defineProperty(object, key, { value, enumerable, writable: true, configurable: true });
}
