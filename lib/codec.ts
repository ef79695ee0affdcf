/**
 * Values to bytes and back, for messages between threads and between processes of one program, and
 * between machines.
 * Everything that structured clone carries is carried, and errors with their class, their own
 * fields and their stack, and the library's shared objects besides.
 */
import { types } from "node:util";
import { errorWith } from "./codec/error.ts";
import { Reader } from "./codec/reader.ts";
import { Refusal } from "./codec/refusal.ts";
import { fillDeferred, readValue, writeDeferred, writeValue } from "./codec/value.ts";
import { type Border, Writer } from "./codec/writer.ts";
import { show } from "./show.ts";

export { registerShared, type Restore, type Share, share, type Shared } from "./codec/shared.ts";
export type { Border };

/** What `encode` is told. */
export interface EncodeOptions {
  /** What the value is to the user, where the path in an error begins: "args", "item", "result". */
  readonly path: string;
  /** What the bytes will cross. */
  readonly border: Border;
  /** Takes the SharedArrayBuffers of the value, which must travel beside the bytes (threads only). */
  readonly buffers?: SharedArrayBuffer[];
}

/** What `decode` is told. */
export interface DecodeOptions {
  /** What the bytes have crossed. */
  readonly border: Border;
  /** The SharedArrayBuffers that came with the bytes, in the order in which `encode` gave them. */
  readonly buffers?: readonly SharedArrayBuffer[];
}

/** The writer that waits for the next message. Taken while in use, because getters may encode too. */
let idle: Writer | null = new Writer(writeValue);

/**
 * Encodes a value.
 *
 * Plain objects, arrays, Map, Set, Date, RegExp, boxed primitives, buffers, typed arrays and DataView,
 * bigint and every other primitive but symbols arrive as they are; cycles and shared references
 * survive, and so do holes in arrays. An instance of a class arrives as a plain object with its own
 * enumerable properties, and an array without properties other than its elements. An error keeps its
 * class, or the nearest built-in one, its `name`, `message`, `stack`, `cause` and own properties.
 *
 * @param value what to encode
 * @param options the border, the path for errors, and where SharedArrayBuffers go
 * @returns the bytes: a view of a scratch buffer, valid until the next `encode` of this thread
 * @throws {TypeError} when the value holds something that cannot be sent; its text begins with the
 * path: "args[1].callback is a function". What a getter of the value throws is thrown as it is.
 *
 * @example
 * ```ts
 * import { decode, encode } from "../lib/codec.ts";
 * import assert from "node:assert/strict";
 *
 * const bytes = encode({ list: [1, 2, 3] }, { path: "item", border: "thread" });
 * assert.deepEqual(decode(bytes, { border: "thread" }), { list: [1, 2, 3] });
 * assert.throws(() => encode([() => 1], { path: "args", border: "thread" }), {
 *   name: "TypeError",
 *   message: /^args\[0\] is a function/,
 * });
 * ```
 */
export function encode(value: unknown, options: EncodeOptions): Uint8Array<ArrayBuffer> {
  const writer = idle ?? new Writer(writeValue);
  idle = null;
  writer.begin(options.border, options.buffers);
  const before = options.buffers === undefined ? 0 : options.buffers.length;
  try {
    writeValue(writer, value);
    if (writer.deferred.length > 0) writeDeferred(writer);
    return writer.bytes.subarray(0, writer.position);
  } catch (error) {
    if (options.buffers !== undefined) options.buffers.length = before;
    throw error instanceof Refusal ? error.toError(options.path) : error;
  } finally {
    writer.clear();
    idle = writer;
  }
}

/**
 * Decodes what `encode` of this program has written. It keeps no part of `bytes`.
 *
 * @param bytes exactly one encoded value
 * @param options the border, and the SharedArrayBuffers that came along
 * @returns the value
 * @throws {TypeError} when the bytes are not an encoded value: cut short, damaged, or from elsewhere.
 * No such bytes make it hang, or allocate much more than their own size.
 *
 * @example
 * ```ts
 * import { decode, encode } from "../lib/codec.ts";
 * import assert from "node:assert/strict";
 *
 * const bytes = encode(new Map([["a", 1n]]), { path: "item", border: "process" });
 * assert.deepEqual(decode(bytes, { border: "process" }), new Map([["a", 1n]]));
 * assert.throws(() => decode(new Uint8Array([14, 200]), { border: "process" }), TypeError);
 * ```
 */
export function decode(bytes: Uint8Array, options: DecodeOptions): unknown {
  return read(new Reader(readValue, bytes, options.border, options.buffers ?? []));
}

function read(reader: Reader): unknown {
  const value = readValue(reader);
  if (reader.unfilled.length > 0) fillDeferred(reader);
  if (reader.position !== reader.bytes.length) {
    throw reader.damaged("more bytes than the value has");
  }
  return value;
}

/** Encodes a value of which it is certain that `decode` can read it; makes no shared object. */
function encodeReadable(value: unknown, options: EncodeOptions): Uint8Array<ArrayBuffer> {
  const { border, buffers } = options;
  const before = buffers === undefined ? 0 : buffers.length;
  const bytes = encode(value, options);
  try {
    read(new Reader(readValue, bytes, border, buffers?.slice(before) ?? [], true));
  } catch (error) {
    if (buffers !== undefined) buffers.length = before;
    throw error;
  }
  return bytes;
}

/**
 * What was thrown, if it can be sent and read where it arrives. Otherwise an error that stands for it:
 * of an error as much as can be kept; of anything else, one that shows it.
 */
export function sendable(reason: unknown, options: Pick<EncodeOptions, "border">): unknown {
  const failureOf = (value: unknown): unknown => {
    try {
      encodeReadable(value, { ...options, path: "error", buffers: [] });
      return undefined;
    } catch (failure) {
      return failure;
    }
  };
  const failure = failureOf(reason);
  if (failure === undefined) return reason;
  if (types.isNativeError(reason)) {
    const kept = errorWith(reason, (value) => failureOf(value) === undefined);
    if (failureOf(kept) === undefined) return kept;
  }
  return new Error(`${show(reason)} was thrown, which cannot be sent: ${show(failure)}`);
}

/**
 * Encodes what was thrown, which never fails: an error keeps what can be kept of it, any other value
 * is carried as it is, and one that cannot be sent becomes an error that shows it. `decode` reads it.
 *
 * @param reason what was thrown
 * @param options as for `encode`
 * @returns the bytes, as `encode` does
 *
 * @example
 * ```ts
 * import { decode, encodeError } from "../lib/codec.ts";
 * import assert from "node:assert/strict";
 *
 * const error = Object.assign(new RangeError("too much"), { limit: 3, retry() {} });
 * const copy = decode(encodeError(error, { path: "error", border: "process" }), { border: "process" });
 * assert(copy instanceof RangeError);
 * assert.equal(copy.message, "too much");
 * assert.deepEqual({ ...copy }, { limit: 3 });
 * ```
 */
export function encodeError(reason: unknown, options: EncodeOptions): Uint8Array<ArrayBuffer> {
  try {
    return encodeReadable(reason, options);
  } catch {
    return encode(sendable(reason, options), options);
  }
}
