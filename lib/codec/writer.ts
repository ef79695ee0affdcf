import { DEFERRED, DEPTH_LIMIT, SHARED_DEPTH_LIMIT } from "./tags.ts";

/** Between two threads of a program, or between two processes. */
export type Border = "thread" | "process";

const FIRST_CAPACITY = 8 * 1024;
/** A scratch buffer that grew beyond this is let go after use. */
const LARGEST_KEPT = 16 * 1024 * 1024;
/** So many objects are found again by looking through a list; a Map pays only for more. */
const LISTED = 8;

/** A list of keys that both sides remember; see keys.ts. */
export interface KeyList {
  readonly keys: readonly string[];
  /** The keys as strings one after the other; made when they are met a second time. */
  bytes: Uint8Array | null;
}

/** A state of a writer that `rollback` returns to. */
export interface Mark {
  readonly position: number;
  readonly objects: number;
  readonly deferred: number;
  readonly keyLists: number;
  readonly buffers: number;
  readonly depth: number;
  readonly sharedDepth: number;
}

/**
 * Where an encoder stands: the bytes so far, the objects met so far, and what was put off. It knows
 * nothing about kinds of values; `value` is the function that does.
 *
 * Invariant: `bytes[0..position)` is final, and `position <= bytes.length`; whoever writes calls
 * `reserve` first. The n-th object given to `find` has the number n.
 */
export class Writer {
  readonly value: (writer: Writer, value: unknown) => void;
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(FIRST_CAPACITY);
  view: DataView = new DataView(this.bytes.buffer);
  position = 0;
  border: Border = "thread";
  buffers: SharedArrayBuffer[] | undefined = undefined;
  /** How many containers enclose the value that is being written. */
  depth = 0;
  /** How many shared objects do. */
  sharedDepth = 0;
  /** The lists of keys that have a number in this message. */
  readonly keyLists: KeyList[] = [];
  /** Objects whose contents follow after the root value. */
  readonly deferred: object[] = [];
  /** Their tags. */
  readonly deferredKinds: number[] = [];
  #listed: (object | null)[] = new Array(LISTED).fill(null);
  #numbers: Map<object, number> | null = null;
  #count = 0;

  constructor(value: (writer: Writer, value: unknown) => void) {
    this.value = value;
  }

  /** Makes room for `size` more bytes. */
  reserve(size: number): void {
    if (this.position + size > this.bytes.length) this.#grow(size);
  }

  #grow(size: number): void {
    const capacity = Math.max(2 * this.bytes.length, this.position + size);
    const bytes = new Uint8Array(capacity);
    bytes.set(this.bytes.subarray(0, this.position));
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.position++] = value;
  }

  /** A length or a number of something: seven bits to a byte, the lowest first. */
  varint(value: number): void {
    this.reserve(8);
    while (value > 127) {
      this.bytes[this.position++] = (value % 128) | 128;
      value = Math.floor(value / 128);
    }
    this.bytes[this.position++] = value;
  }

  float64(value: number): void {
    this.reserve(8);
    this.view.setFloat64(this.position, value, true);
    this.position += 8;
  }

  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.position);
    this.position += bytes.length;
  }

  /** The number of an object that was met before, or -1: then it has the next number from now on. */
  find(object: object): number {
    const count = this.#count;
    if (this.#numbers !== null) {
      const number = this.#numbers.get(object);
      if (number !== undefined) return number;
      this.#numbers.set(object, count);
    } else {
      const listed = this.#listed;
      for (let i = 0; i < count; i++) if (listed[i] === object) return i;
      if (count < LISTED) listed[count] = object;
      else this.#useMap(object);
    }
    this.#count = count + 1;
    return -1;
  }

  #useMap(object: object): void {
    const numbers = new Map<object, number>();
    for (const each of this.#listed) numbers.set(each!, numbers.size);
    this.#numbers = numbers.set(object, numbers.size);
  }

  /** Is it time to put off the contents of the next container? */
  get isDeep(): boolean {
    return this.depth >= DEPTH_LIMIT;
  }

  /** Puts off the contents of an object; `kind` is what the reader needs to make it, still empty. */
  defer(kind: number, object: object): void {
    if (this.sharedDepth > 0) {
      throw new RangeError(
        `cannot send a shared object whose parts nest deeper than ${DEPTH_LIMIT} levels`,
      );
    }
    this.byte(DEFERRED);
    this.byte(kind);
    this.deferred.push(object);
    this.deferredKinds.push(kind);
  }

  /** Writes parts that must be whole when the reader comes to their end: nothing in them is put off. */
  whole(parts: unknown): void {
    if (this.sharedDepth >= SHARED_DEPTH_LIMIT) {
      throw new RangeError(
        `cannot send a shared object: its parts hold shared objects more than ${SHARED_DEPTH_LIMIT} levels deep`,
      );
    }
    const depth = this.depth;
    this.depth = 0;
    this.sharedDepth++;
    this.value(this, parts);
    this.sharedDepth--;
    this.depth = depth;
  }

  mark(): Mark {
    return {
      position: this.position,
      objects: this.#count,
      deferred: this.deferred.length,
      keyLists: this.keyLists.length,
      buffers: this.buffers?.length ?? 0,
      depth: this.depth,
      sharedDepth: this.sharedDepth,
    };
  }

  /** Takes back everything since `mark`, so that a part that failed leaves no trace. */
  rollback(mark: Mark): void {
    this.position = mark.position;
    this.depth = mark.depth;
    this.sharedDepth = mark.sharedDepth;
    this.deferred.length = mark.deferred;
    this.deferredKinds.length = mark.deferred;
    this.keyLists.length = mark.keyLists;
    if (this.buffers !== undefined) this.buffers.length = mark.buffers;
    if (this.#numbers !== null) {
      for (const [object, number] of this.#numbers) {
        if (number >= mark.objects) this.#numbers.delete(object);
      }
      if (mark.objects < LISTED) this.#numbers = null;
    }
    for (let i = mark.objects; i < LISTED; i++) this.#listed[i] = null;
    this.#count = mark.objects;
  }

  /** Forgets the message, so that nothing of the sender is kept alive. */
  clear(): void {
    for (let i = 0; i < this.#count && i < LISTED; i++) this.#listed[i] = null;
    this.#numbers = null;
    this.#count = 0;
    this.depth = 0;
    this.sharedDepth = 0;
    this.position = 0;
    if (this.keyLists.length > 0) this.keyLists.length = 0;
    if (this.deferred.length > 0) this.deferred.length = this.deferredKinds.length = 0;
    this.buffers = undefined;
    if (this.bytes.length > LARGEST_KEPT) {
      this.bytes = new Uint8Array(FIRST_CAPACITY);
      this.view = new DataView(this.bytes.buffer);
    }
  }
}
