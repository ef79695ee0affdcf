/** ArrayBuffers, SharedArrayBuffers and the views upon them on the wire. */

import { types } from "node:util";
import { BUFFER, REFERENCE, RESIZABLE_BUFFER, SHARED_BUFFER, VIEW } from "./tags.ts";
import { passing, Refusal } from "./refusal.ts";
import type { Reader } from "./reader.ts";
import type { Writer } from "./writer.ts";

/** The classes of views; a view is written with its place in this list. */
const VIEW_CLASSES = [
  "DataView",
  "Int8Array",
  "Uint8Array",
  "Uint8ClampedArray",
  "Int16Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
  "Float16Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
];

/** What to do with a SharedArrayBuffer that cannot cross a border. */
const ADVICE = {
  thread: "it cannot be sent here; send it as an argument of a thread",
  process:
    "processes do not share its memory; send a copy, or Value and SharedArray of multiprocessing",
  machine: "its memory is that of this machine, and no other one can reach it; send a copy",
};

interface ViewClass {
  new (buffer: ArrayBufferLike, offset: number, length?: number): ArrayBufferView;
  readonly BYTES_PER_ELEMENT?: number;
}

const typedArrayPrototype = Object.getPrototypeOf(Uint8Array.prototype) as object;
/** Answers the name of a typed array's built-in class, and undefined for any other object. */
const classNameOf = Object.getOwnPropertyDescriptor(typedArrayPrototype, Symbol.toStringTag)!
  .get as (this: unknown) => string | undefined;

export function writeBuffer(writer: Writer, buffer: ArrayBuffer): void {
  const bytes = bytesOf(buffer);
  writer.byte(buffer.resizable ? RESIZABLE_BUFFER : BUFFER);
  writer.varint(bytes.length);
  if (buffer.resizable) writer.varint(buffer.maxByteLength);
  writer.raw(bytes);
}

function bytesOf(buffer: ArrayBuffer): Uint8Array {
  try {
    return new Uint8Array(buffer);
  } catch {
    throw new Refusal("is a detached ArrayBuffer", "it was transferred and holds nothing any more");
  }
}

export function writeSharedBuffer(writer: Writer, buffer: SharedArrayBuffer): void {
  if (writer.border !== "thread" || writer.buffers === undefined) {
    throw new Refusal("is a SharedArrayBuffer", ADVICE[writer.border]);
  }
  writer.byte(SHARED_BUFFER);
  writer.varint(writer.buffers.push(buffer) - 1);
}

export function writeView(writer: Writer, view: ArrayBufferView): void {
  const name = classNameOf.call(view) ?? "DataView";
  const size = (view as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1;
  writer.byte(VIEW);
  writer.varint(VIEW_CLASSES.indexOf(name));
  if (isPartOfPool(view)) {
    // Node's small Buffers are cut from a common pool, which nobody means to send.
    writer.varint(0);
    writer.varint(view.byteLength + 1);
    writer.find(view.buffer.slice(0, 0));
    writer.byte(BUFFER);
    writer.varint(view.byteLength);
    writer.raw(view as Uint8Array);
    return;
  }
  const { offset, length } = windowOf(view, size);
  writer.varint(offset);
  writer.varint(length);
  try {
    writer.value(writer, view.buffer);
  } catch (error) {
    throw passing(error, ".buffer");
  }
}

/** Is it one of Node's Buffers, and smaller than its memory? */
function isPartOfPool(view: ArrayBufferView): boolean {
  return types.isUint8Array(view) && types.isArrayBuffer(view.buffer) &&
    view.byteLength < view.buffer.byteLength && view.constructor?.name === "Buffer";
}

/**
 * Where a view begins, and its length in elements + 1, or 0 when it is as long as its buffer. The
 * language does not tell whether a view follows a buffer that changes its size: one that ends where
 * the buffer ends is taken to do so.
 */
function windowOf(view: ArrayBufferView, size: number): { offset: number; length: number } {
  const { buffer, byteOffset: offset, byteLength } = view;
  const changes = types.isArrayBuffer(buffer)
    ? (buffer as ArrayBuffer).resizable
    : (buffer as SharedArrayBuffer).growable;
  const follows = changes && offset + byteLength + size > buffer.byteLength;
  return { offset, length: follows ? 0 : byteLength / size + 1 };
}

export function readBuffer(reader: Reader): ArrayBuffer {
  const size = reader.count(1);
  reader.need(size);
  const buffer = new ArrayBuffer(size);
  new Uint8Array(buffer).set(reader.bytes.subarray(reader.position, reader.position += size));
  return reader.add(buffer);
}

export function readResizableBuffer(reader: Reader): ArrayBuffer {
  const size = reader.count(1);
  const maxByteLength = reader.varint();
  reader.need(size);
  const buffer = reader.attempt(
    "a resizable buffer",
    () => new ArrayBuffer(size, { maxByteLength }),
  );
  new Uint8Array(buffer).set(reader.bytes.subarray(reader.position, reader.position + size));
  reader.position += size;
  return reader.add(buffer);
}

export function readSharedBuffer(reader: Reader): SharedArrayBuffer {
  if (reader.border !== "thread") throw reader.damaged("a SharedArrayBuffer of another process");
  const place = reader.varint();
  const buffer = reader.buffers[place];
  if (buffer === undefined) throw reader.damaged(`no SharedArrayBuffer ${place} came along`);
  return reader.add(buffer);
}

export function readView(reader: Reader): ArrayBufferView {
  const number = reader.begin();
  const name = VIEW_CLASSES[reader.varint()] ?? "";
  const offset = reader.varint();
  const length = reader.varint();
  const View = (globalThis as unknown as Record<string, ViewClass | undefined>)[name];
  if (View === undefined) throw reader.damaged(`a view of an unknown class ${name}`);
  const buffer = readViewed(reader);
  const view = reader.attempt(
    "a view outside of its buffer",
    () => length === 0 ? new View(buffer, offset) : new View(buffer, offset, length - 1),
  );
  return reader.end(number, view);
}

/** The buffer that a view looks at. */
function readViewed(reader: Reader): ArrayBufferLike {
  const tag = reader.byte();
  if (tag === BUFFER) return readBuffer(reader);
  if (tag === RESIZABLE_BUFFER) return readResizableBuffer(reader);
  if (tag === SHARED_BUFFER) return readSharedBuffer(reader);
  const buffer = tag === REFERENCE ? reader.reference() : undefined;
  if (buffer instanceof ArrayBuffer || buffer instanceof SharedArrayBuffer) return buffer;
  throw reader.damaged("a view of something that is not a buffer");
}
