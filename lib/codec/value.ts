/** Writes and reads a value of any kind: chooses the form for it, and puts off what nests too deep. */

import { types } from "node:util";
import { readArray, readElements, writeArray, writeElements } from "./array.ts";
import {
  readBuffer,
  readResizableBuffer,
  readSharedBuffer,
  readView,
  writeBuffer,
  writeSharedBuffer,
  writeView,
} from "./binary.ts";
import {
  readMap,
  readMapEntries,
  readSet,
  readSetMembers,
  writeEntries,
  writeMap,
  writeMembers,
  writeSet,
} from "./collection.ts";
import {
  readError,
  readErrorHead,
  readErrorProperties,
  writeError,
  writeErrorProperties,
} from "./error.ts";
import { kindOf, unbox } from "./kind.ts";
import { readBigint, readBigint64, readInt32, writeBigint, writeNumber } from "./number.ts";
import { readObject, readProperties, writeObject, writeProperties } from "./object.ts";
import type { Reader, Unfilled } from "./reader.ts";
import { Refusal } from "./refusal.ts";
import { readShared, type Share, share, writeShared } from "./shared.ts";
import { readShortString, readString, readUtf16, readUtf8, writeString } from "./string.ts";
import * as tags from "./tags.ts";
import type { Writer } from "./writer.ts";

export function writeValue(writer: Writer, value: unknown): void {
  switch (typeof value) {
    case "number":
      return writeNumber(writer, value);
    case "string":
      return writeString(writer, value);
    case "object":
      return value === null ? writer.byte(tags.NULL) : writeReference(writer, value);
    case "boolean":
      return writer.byte(value ? tags.TRUE : tags.FALSE);
    case "undefined":
      return writer.byte(tags.UNDEFINED);
    case "bigint":
      return writeBigint(writer, value);
    case "function":
      throw new Refusal(
        "is a function",
        "functions cannot be sent; send data, and let the target be a function that its module exports",
      );
    case "symbol":
      throw new Refusal("is a symbol", "symbols cannot be sent; send a string");
  }
}

function writeReference(writer: Writer, object: object): void {
  const number = writer.find(object);
  if (number >= 0) {
    writer.byte(tags.REFERENCE);
    writer.varint(number);
    return;
  }
  if (types.isProxy(object)) {
    throw new Refusal("is a Proxy", "proxies cannot be sent; send a plain copy, { ...object }");
  }
  if (Array.isArray(object)) return writeArray(writer, object);
  const prototype = Object.getPrototypeOf(object) as object | null;
  if (prototype === Object.prototype || prototype === null) return writeObject(writer, object);
  const method = (object as { [share]?: Share })[share];
  if (typeof method === "function") return writeShared(writer, object, method);
  writeInstance(writer, object, prototype);
}

function writeInstance(writer: Writer, object: object, prototype: object): void {
  const kind = kindOf(object, prototype);
  switch (kind) {
    case "object":
      return writeObject(writer, object);
    case "Map":
      return writeMap(writer, object as Map<unknown, unknown>);
    case "Set":
      return writeSet(writer, object as Set<unknown>);
    case "Date":
      writer.byte(tags.DATE);
      return writer.float64(Date.prototype.getTime.call(object));
    case "RegExp":
      writer.byte(tags.REGEXP);
      writeString(writer, (object as RegExp).source);
      return writeString(writer, (object as RegExp).flags);
    case "boxed":
      writer.byte(tags.BOXED);
      return writeValue(writer, unbox(object));
    case "ArrayBuffer":
      return writeBuffer(writer, object as ArrayBuffer);
    case "SharedArrayBuffer":
      return writeSharedBuffer(writer, object as SharedArrayBuffer);
    case "view":
      return writeView(writer, object as ArrayBufferView);
    case "Error":
      return writeError(writer, object);
    default:
      throw kind.copy();
  }
}

/** Writes what was put off, which may put off more. */
export function writeDeferred(writer: Writer): void {
  for (let i = 0; i < writer.deferred.length; i++) {
    const object = writer.deferred[i]!;
    writer.depth = 1;
    if (Array.isArray(object)) writeElements(writer, object);
    else if (writer.deferredKinds[i] === tags.MAP) {
      writeEntries(writer, object as Map<unknown, unknown>);
    } else if (writer.deferredKinds[i] === tags.SET) writeMembers(writer, object as Set<unknown>);
    else if (writer.deferredKinds[i] === tags.ERROR) writeErrorProperties(writer, object);
    else writeProperties(writer, object);
  }
}

export function readValue(reader: Reader): unknown {
  const tag = reader.bytes[reader.position++]!;
  if (tag >= tags.SMALL_INTEGER) return tag - tags.SMALL_INTEGER;
  if (tag >= tags.SHORT_STRING && tag <= tags.SHORT_STRING + tags.LONGEST_SHORT_STRING) {
    return readShortString(reader, tag - tags.SHORT_STRING);
  }
  switch (tag) {
    case tags.UNDEFINED:
      return undefined;
    case tags.NULL:
      return null;
    case tags.FALSE:
      return false;
    case tags.TRUE:
      return true;
    case tags.INT32:
      return readInt32(reader);
    case tags.FLOAT64:
      return reader.float64();
    case tags.UTF8:
      return readUtf8(reader);
    case tags.ARRAY:
    case tags.INT32_ARRAY:
    case tags.FLOAT64_ARRAY:
      return readArray(reader, tag);
    case tags.OBJECT:
    case tags.OBJECT_WITH_KEYS:
    case tags.OBJECT_LIKE:
      return readObject(reader, tag);
    case tags.REFERENCE:
      return reader.reference();
    default:
      return readRare(reader, tag);
  }
}

function readRare(reader: Reader, tag: number): unknown {
  switch (tag) {
    case tags.UTF16:
      return readUtf16(reader);
    case tags.BIGINT64:
      return readBigint64(reader);
    case tags.BIGINT:
      return readBigint(reader);
    case tags.MAP:
      return readMap(reader);
    case tags.SET:
      return readSet(reader);
    case tags.DATE:
      return reader.add(new Date(reader.float64()));
    case tags.REGEXP:
      return readRegExp(reader);
    case tags.BOXED:
      return readBoxed(reader);
    case tags.BUFFER:
      return readBuffer(reader);
    case tags.RESIZABLE_BUFFER:
      return readResizableBuffer(reader);
    case tags.SHARED_BUFFER:
      return readSharedBuffer(reader);
    case tags.VIEW:
      return readView(reader);
    case tags.ERROR:
      return readError(reader);
    case tags.SHARED:
      return readShared(reader);
    case tags.DEFERRED:
      return readDeferred(reader);
    default:
      reader.position--;
      throw reader.damaged(tag === undefined ? "it ends" : `unknown tag ${tag}`);
  }
}

function readRegExp(reader: Reader): RegExp {
  const source = readString(reader);
  const flags = readString(reader);
  return reader.add(reader.attempt("a regular expression", () => new RegExp(source, flags)));
}

function readBoxed(reader: Reader): object {
  const tag = reader.bytes[reader.position]!;
  const isPrimitive = tag > tags.NULL && tag < tags.REFERENCE || tag >= tags.SHORT_STRING;
  if (!isPrimitive) throw reader.damaged("a box without a value");
  const number = reader.begin();
  return reader.end(number, Object(reader.value(reader)) as object);
}

/** Makes an object whose contents come later. */
function readDeferred(reader: Reader): object {
  const kind = reader.byte();
  switch (kind) {
    case tags.ARRAY:
      return reader.putOff([], kind);
    case tags.OBJECT:
      return reader.putOff({}, kind);
    case tags.MAP:
      return reader.putOff(new Map(), kind);
    case tags.SET:
      return reader.putOff(new Set(), kind);
    case tags.ERROR:
      return reader.putOff(readErrorHead(reader), kind);
    default:
      throw reader.damaged(`tag ${kind} for an object that is to be filled later`);
  }
}

/** Reads the contents of all objects that were made empty. */
export function fillDeferred(reader: Reader): void {
  for (let i = 0; i < reader.unfilled.length; i++) {
    reader.depth = 1;
    fill(reader, reader.unfilled[i]!);
  }
}

function fill(reader: Reader, { object, kind }: Unfilled): void {
  if (kind === tags.ERROR) return readErrorProperties(reader, object);
  const tag = reader.byte();
  if (kind === tags.ARRAY) readElements(reader, tag, object as unknown[]);
  else if (kind === tags.OBJECT) readProperties(reader, tag, object);
  else if (tag !== kind) throw reader.damaged(`tag ${tag} where ${kind} is required`);
  else if (kind === tags.MAP) readMapEntries(reader, object as Map<unknown, unknown>);
  else readSetMembers(reader, object as Set<unknown>);
}
