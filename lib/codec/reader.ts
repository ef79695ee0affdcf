/** Where a decoder stands in the bytes of a message, which it never trusts. */

import { DEPTH_LIMIT, WHOLE_DEPTH, WHOLE_LIMIT } from "./tags.ts";
import type { Border } from "./writer.ts";

/** Stands for an object that has begun but does not exist yet. */
const PENDING = Symbol("pending");

/** One number and its bytes, for messages that are not worth a DataView. Little endian, as all our platforms. */
const oneNumber = new Float64Array(1);
const eightBytes = new Uint8Array(oneNumber.buffer);

/** An object that exists but is still empty: its contents follow after the root value. */
export interface Unfilled {
  readonly object: object;
  readonly kind: number;
}

/**
 * Where a decoder stands. It trusts nothing: every length is checked against the bytes that are left
 * before anything is allocated for it, and depth is bounded by what an encoder can produce.
 *
 * Invariant: the n-th call of `add` or `begin` concerns the object that the writer numbered n.
 */
export class Reader {
  readonly value: (reader: Reader) => unknown;
  readonly bytes: Uint8Array;
  readonly border: Border;
  readonly buffers: readonly SharedArrayBuffer[];
  /** Only looks whether the bytes can be read: shared objects are not made, since they are counted. */
  readonly trial: boolean;
  position = 0;
  depth = 0;
  wholes = 0;
  readonly keyLists: (readonly string[])[] = [];
  readonly unfilled: Unfilled[] = [];
  readonly #objects: unknown[] = [];
  #view: DataView | null = null;

  constructor(
    value: (reader: Reader) => unknown,
    bytes: Uint8Array,
    border: Border,
    buffers: readonly SharedArrayBuffer[],
    trial = false,
  ) {
    this.value = value;
    this.bytes = bytes;
    this.border = border;
    this.buffers = buffers;
    this.trial = trial;
  }

  /** The error for bytes that no encoder has written. */
  damaged(what: string): TypeError {
    return new TypeError(
      `cannot decode a message of ${this.bytes.length} bytes: ${what} at byte ${this.position}; ` +
        "it was damaged, cut short, or not written by this program",
    );
  }

  /** Runs what may refuse its input, such as a constructor. */
  attempt<T>(what: string, make: () => T): T {
    try {
      return make();
    } catch (error) {
      throw this.damaged(`${what} (${String(error)})`);
    }
  }

  get view(): DataView {
    const { buffer, byteOffset, byteLength } = this.bytes;
    return this.#view ??= new DataView(buffer, byteOffset, byteLength);
  }

  /** Makes sure that `size` more bytes exist. */
  need(size: number): void {
    if (size > this.bytes.length - this.position) {
      throw this.damaged(
        `${size} bytes are required where ${this.bytes.length - this.position} are left`,
      );
    }
  }

  byte(): number {
    this.need(1);
    return this.bytes[this.position++]!;
  }

  varint(): number {
    let byte = this.byte();
    if (byte < 128) return byte;
    let value = byte & 127;
    let scale = 128;
    do {
      byte = this.byte();
      value += (byte & 127) * scale;
      scale *= 128;
      if (value > Number.MAX_SAFE_INTEGER) throw this.damaged("a number that is too large");
    } while (byte > 127);
    return value;
  }

  /** How many parts follow, each of at least `size` bytes. */
  count(size: number): number {
    const count = this.varint();
    this.need(count * size);
    return count;
  }

  float64(): number {
    this.need(8);
    const { bytes, position } = this;
    for (let i = 0; i < 8; i++) eightBytes[i] = bytes[position + i]!;
    this.position = position + 8;
    return oneNumber[0]!;
  }

  /** A copy of the next bytes. */
  copy(size: number): Uint8Array<ArrayBuffer> {
    this.need(size);
    const copy = new Uint8Array(size);
    copy.set(this.bytes.subarray(this.position, this.position += size));
    return copy;
  }

  /** Numbers an object that exists. */
  add<T extends object>(object: T): T {
    this.#objects.push(object);
    return object;
  }

  /** Numbers an object that is made later, by `end`. */
  begin(): number {
    return this.#objects.push(PENDING) - 1;
  }

  end<T>(number: number, object: T): T {
    this.#objects[number] = object;
    return object;
  }

  reference(): unknown {
    const number = this.varint();
    const object = this.#objects[number];
    if (number >= this.#objects.length || object === PENDING) {
      throw this.damaged(`a reference to object ${number}, which does not exist`);
    }
    return object;
  }

  enter(): void {
    if (++this.depth > DEPTH_LIMIT) throw this.damaged("values nested too deep");
  }

  leave(): void {
    this.depth--;
  }

  /** The counterpart of `Writer.whole`. */
  whole(): unknown {
    if (this.wholes > WHOLE_LIMIT) throw this.damaged("values nested too deep");
    const depth = this.depth;
    this.depth = DEPTH_LIMIT - WHOLE_DEPTH;
    this.wholes++;
    const value = this.value(this);
    this.wholes--;
    this.depth = depth;
    return value;
  }

  /** Numbers an empty object whose contents follow after the root value. */
  putOff<T extends object>(object: T, kind: number): T {
    if (this.wholes > 0) throw this.damaged("a part that is put off where none may be");
    this.unfilled.push({ object, kind });
    return this.add(object);
  }
}
