/**
 * The messages between a process and the broker, and their form on the wire: a head of 36 bytes,
 * little endian, and a payload.
 *
 *     0 length of all that follows (4)   4 op (1)   5 method (1)   6 zero (2)   8 request (4)
 *     12 object (8)   20 a (8)   28 b (8)   36 payload
 */

/** One message. Which fields mean something depends on op and method. */
export interface Frame {
  op: number;
  method: number;
  /** Which question this is or answers; 0 expects no answer. */
  request: number;
  object: number;
  a: number;
  b: number;
  /** Only valid while the frame is handled: see `keep`. */
  payload: Uint8Array;
}

export const Op = {
  /** The first frame of a process: its token and its identifier. */
  hello: 1,
  /** A method of an object in the broker. */
  call: 2,
  /** The asker of `request` does not want to wait any longer. */
  cancel: 3,
  /** The answer to `request`. */
  answer: 4,
  /** `request` failed: `a` says with which error, the payload is its message. */
  fail: 5,
  /** Something that happened to an object, which nobody asked for. */
  event: 6,
} as const;

export const NOTHING: Uint8Array = new Uint8Array(0);

const HEAD = 36;
/** A frame whose head says more than this is not one of ours. */
export const LONGEST_FRAME = 2 ** 32 - 1;
/** What is written together. */
const BLOCK = 64 * 1024;
/** Payloads from this length on are not copied into a block. */
const LONG = 16 * 1024;

/** A copy of `bytes`, unless they have a buffer of their own already. */
export function keep(bytes: Uint8Array): Uint8Array {
  return bytes.length === bytes.buffer.byteLength ? bytes : bytes.slice();
}

/**
 * Makes frames out of what is to be sent, many small ones in one block.
 *
 * Invariant: the bytes handed to `sink` and those in the block are the frames in the order of the
 * calls. `#open` is where the last frame in the block begins while it may still grow.
 */
export class FrameWriter {
  readonly #sink: (bytes: Uint8Array) => void;
  #block: Uint8Array = NOTHING;
  #view: DataView = new DataView(NOTHING.buffer);
  #length = 0;
  #open = -1;

  constructor(sink: (bytes: Uint8Array) => void) {
    this.#sink = sink;
  }

  /** Are there frames that were not yet handed on? */
  get waiting(): boolean {
    return this.#length > 0;
  }

  write(
    op: number,
    method: number,
    request: number,
    object: number,
    a: number,
    b: number,
    payload: Uint8Array,
  ): void {
    const size = payload.length;
    if (size >= LONG) {
      this.#head(op, method, request, object, a, b, size, HEAD);
      this.flush();
      this.#sink(keep(payload));
      return;
    }
    this.#head(op, method, request, object, a, b, size, HEAD + size);
    if (size > 0) {
      this.#block.set(payload, this.#length);
      this.#length += size;
    }
  }

  /**
   * Adds `item` to the frame before if that is one of the same method and object, else begins a new
   * one. Its payload is items, each after its length in four bytes, and `a` is how many; or `b` is 1,
   * and it is one item without its length.
   */
  append(method: number, object: number, item: Uint8Array): void {
    const size = item.length;
    if (size >= LONG) {
      this.write(Op.call, method, 0, object, 1, 1, item);
      return;
    }
    const open = this.#open;
    const view = this.#view;
    if (
      open < 0 || this.#length + 4 + size > this.#block.length ||
      this.#block[open + 5] !== method ||
      view.getFloat64(open + 12, true) !== object
    ) {
      this.#head(Op.call, method, 0, object, 1, 0, size + 4, HEAD + 4 + size);
      this.#open = this.#length - HEAD;
    } else {
      view.setUint32(open, view.getUint32(open, true) + 4 + size, true);
      view.setFloat64(open + 20, view.getFloat64(open + 20, true) + 1, true);
    }
    this.#view.setUint32(this.#length, size, true);
    const at = this.#length + 4;
    const block = this.#block;
    if (size < 16) { for (let i = 0; i < size; i++) block[at + i] = item[i]!; }
    else block.set(item, at);
    this.#length = at + size;
  }

  /** Hands on what is waiting. */
  flush(): void {
    if (this.#length === 0) return;
    const bytes = this.#block.subarray(0, this.#length);
    const rest = this.#block.subarray(this.#length);
    this.#open = -1;
    this.#length = 0;
    this.#use(rest.length >= 4096 ? rest : NOTHING);
    this.#sink(bytes);
  }

  #use(block: Uint8Array): void {
    this.#block = block;
    this.#view = new DataView(block.buffer, block.byteOffset, block.length);
  }

  #head(
    op: number,
    method: number,
    request: number,
    object: number,
    a: number,
    b: number,
    size: number,
    needed: number,
  ): void {
    if (this.#length + needed > this.#block.length) {
      this.flush();
      if (needed > this.#block.length) this.#use(new Uint8Array(BLOCK));
    }
    this.#open = -1;
    const at = this.#length;
    const view = this.#view;
    view.setUint32(at, HEAD - 4 + size, true);
    view.setUint32(at + 4, op | method << 8, true);
    view.setUint32(at + 8, request, true);
    view.setFloat64(at + 12, object, true);
    view.setFloat64(at + 20, a, true);
    view.setFloat64(at + 28, b, true);
    this.#length = at + HEAD;
  }
}

/**
 * Takes frames out of a stream of bytes, however it was cut.
 *
 * Invariant: between two calls, the bytes of the frame that is not yet whole are in `#part` while
 * they are less than its head, else in `#body`, which is as long as the payload will be.
 */
export class FrameReader {
  readonly #handle: (frame: Frame) => void;
  /** The longest frame that is taken now; the owner raises it when the other side is known. */
  limit: number;
  readonly #part = new Uint8Array(HEAD);
  readonly #partView = new DataView(this.#part.buffer);
  #partLength = 0;
  #body: Uint8Array | undefined;
  #bodyLength = 0;
  readonly #frame: Frame = {
    op: 0,
    method: 0,
    request: 0,
    object: 0,
    a: 0,
    b: 0,
    payload: NOTHING,
  };

  constructor(limit: number, handle: (frame: Frame) => void) {
    this.limit = limit;
    this.#handle = handle;
  }

  /**
   * Takes the next bytes, and handles the frames that they complete.
   *
   * @throws {RangeError} if they are not frames: whoever sent them is none of ours
   */
  push(bytes: Uint8Array): void {
    let at = this.#finish(bytes);
    if (at === bytes.length) return;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    while (bytes.length - at >= HEAD) {
      const size = this.#size(view, at);
      if (bytes.length - at - HEAD < size) break;
      this.#give(view, at, size === 0 ? NOTHING : bytes.subarray(at + HEAD, at + HEAD + size));
      at += HEAD + size;
    }
    if (at < bytes.length) this.#begin(bytes.subarray(at));
  }

  /** Completes the frame that was begun; answers how many of the bytes that took. */
  #finish(bytes: Uint8Array): number {
    let at = 0;
    if (this.#partLength > 0 && this.#body === undefined) {
      at = Math.min(HEAD - this.#partLength, bytes.length);
      this.#part.set(bytes.subarray(0, at), this.#partLength);
      this.#partLength += at;
      if (this.#partLength < HEAD) return at;
      this.#body = new Uint8Array(this.#size(this.#partView, 0));
      this.#bodyLength = 0;
    }
    const body = this.#body;
    if (body === undefined) return at;
    const more = Math.min(body.length - this.#bodyLength, bytes.length - at);
    body.set(
      at === 0 && more === bytes.length ? bytes : bytes.subarray(at, at + more),
      this.#bodyLength,
    );
    this.#bodyLength += more;
    if (this.#bodyLength === body.length) {
      this.#body = undefined;
      this.#partLength = 0;
      this.#give(this.#partView, 0, body);
    }
    return at + more;
  }

  #begin(bytes: Uint8Array): void {
    const head = Math.min(HEAD, bytes.length);
    this.#part.set(bytes.subarray(0, head));
    this.#partLength = head;
    if (head < HEAD) return;
    this.#body = new Uint8Array(this.#size(this.#partView, 0));
    this.#body.set(bytes.subarray(HEAD));
    this.#bodyLength = bytes.length - HEAD;
  }

  #size(view: DataView, at: number): number {
    const size = view.getUint32(at, true) - (HEAD - 4);
    if (size >= 0 && size <= this.limit) return size;
    throw new RangeError(`not a frame: its length is ${size}`);
  }

  #give(view: DataView, at: number, payload: Uint8Array): void {
    const frame = this.#frame;
    const kind = view.getUint32(at + 4, true);
    frame.op = kind & 255;
    frame.method = kind >> 8 & 255;
    frame.request = view.getUint32(at + 8, true);
    frame.object = view.getFloat64(at + 12, true);
    frame.a = view.getFloat64(at + 20, true);
    frame.b = view.getFloat64(at + 28, true);
    frame.payload = payload;
    this.#handle(frame);
  }
}
