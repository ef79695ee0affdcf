/**
 * A value on its way from one thread to another, in a cell that its owner (a queue, a thread) links
 * into its own lists by the first words. Whoever takes it out discards it.
 *
 *   word LENGTH   bytes of the encoded value, or INTEGER, or BLOCK
 *   word HANDLES  the shared objects inside: the message keeps them alive until it is discarded
 *   word BUFFERS  the ticket of the SharedArrayBuffers inside
 *   word PLACE    the integer itself; or the first page; or the first of the bytes in the cell
 *
 * A small integer, what queues carry most in benchmarks and very often in life, is kept as it is. A
 * large Uint8Array that is all of its buffer is copied straight into pages, and from there into its
 * new place; word HANDLES is its length then.
 */

import { decode, encode, encodeError } from "../codec.ts";
import { memory } from "../system/shared.ts";
import { lend, retrieve, takeBack } from "./buffers.ts";
import { CELL, freeCell, rawCell } from "./cells.ts";
import { packed, packing, releaseAll } from "./handles.ts";
import { freePages, loadPages, storePages } from "./heap.ts";

/** The words of a message's cell that belong to the list it is in. */
export const LINKS = 7;

/** The last of them: which item this is, to a recording. */
export const NUMBER = LINKS - 1;

const LENGTH = LINKS, HANDLES = LINKS + 1, BUFFERS = LINKS + 2, PLACE = LINKS + 3;
const INTEGER = -1, BLOCK = -2;
const LEAST_BLOCK = 1 << 14;
const INLINE = (CELL - PLACE) * 4;
const LARGEST_SCRATCH = 4 << 20;

const bytesOfMemory = new Uint8Array(memory.buffer);
let scratch = new Uint8Array(1 << 16);

/** Keeps `value` and answers its cell. `path` begins the path that an error names. */
export function post(value: unknown, path: string): number {
  if (typeof value === "number" && (value | 0) === value && !Object.is(value, -0)) {
    const cell = rawCell();
    memory[cell + LENGTH] = INTEGER;
    memory[cell + PLACE] = value;
    return cell;
  }
  if (isBlock(value)) return postBlock(value);
  return postEncoded(value, path, encode);
}

/** Keeps what was thrown, whatever it is: see `encodeError`. */
export function postError(reason: unknown): number {
  return postEncoded(reason, "error", encodeError);
}

function isBlock(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && value.constructor === Uint8Array &&
    value.length >= LEAST_BLOCK && value.length === value.buffer.byteLength &&
    value.buffer instanceof ArrayBuffer && !value.buffer.resizable;
}

function postBlock(block: Uint8Array): number {
  const page = storePages(block);
  const cell = rawCell();
  memory[cell + LENGTH] = BLOCK;
  memory[cell + HANDLES] = block.length;
  memory[cell + PLACE] = page;
  return cell;
}

function peekBlock(cell: number): Uint8Array {
  const block = new Uint8Array(memory[cell + HANDLES]!);
  loadPages(memory[cell + PLACE]!, block);
  return block;
}

function postEncoded(value: unknown, path: string, encoder: typeof encode): number {
  const buffers: SharedArrayBuffer[] = [];
  packing();
  let handles: number | undefined, cell = 0;
  try {
    const bytes = encoder(value, { path, border: "thread", buffers });
    handles = packed();
    cell = rawCell();
    if (bytes.length <= INLINE) bytesOfMemory.set(bytes, (cell + PLACE) * 4);
    else memory[cell + PLACE] = storePages(bytes);
    memory[cell + LENGTH] = bytes.length;
  } catch (error) {
    releaseAll(handles ?? packed());
    if (cell !== 0) freeCell(cell);
    throw error;
  }
  memory[cell + HANDLES] = handles;
  memory[cell + BUFFERS] = buffers.length > 0 ? lend(buffers) : 0;
  return cell;
}

function bytesOf(cell: number): Uint8Array {
  const length = memory[cell + LENGTH]!;
  if (length > scratch.length && length <= LARGEST_SCRATCH) scratch = new Uint8Array(length);
  const bytes = length > scratch.length ? new Uint8Array(length) : scratch.subarray(0, length);
  const from = (cell + PLACE) * 4;
  if (length <= INLINE) bytes.set(bytesOfMemory.subarray(from, from + length));
  else loadPages(memory[cell + PLACE]!, bytes);
  return bytes;
}

/** The value of the message, which stays: for results that several may ask for. */
export function peek(cell: number): unknown {
  const kind = memory[cell + LENGTH];
  if (kind === INTEGER) return memory[cell + PLACE];
  if (kind === BLOCK) return peekBlock(cell);
  const ticket = memory[cell + BUFFERS]!;
  if (ticket === 0) return decode(bytesOf(cell), { border: "thread" });
  return decode(bytesOf(cell), { border: "thread", buffers: retrieve(ticket) });
}

/** The bytes of a message, for comparison; undefined where they do not say all: it has shared objects in it. */
export function contentOfMessage(cell: number): Uint8Array | undefined {
  const kind = memory[cell + LENGTH];
  if (kind === INTEGER) return new Uint8Array(Int32Array.of(INTEGER, memory[cell + PLACE]!).buffer);
  if (kind === BLOCK) return peekBlock(cell);
  return memory[cell + HANDLES] === 0 && memory[cell + BUFFERS] === 0 ? bytesOf(cell) : undefined;
}

/** Frees the message and what it kept alive. */
export function discard(cell: number): void {
  const length = memory[cell + LENGTH]!;
  if (length === BLOCK) freePages(memory[cell + PLACE]!);
  else if (length !== INTEGER) {
    if (length > INLINE) freePages(memory[cell + PLACE]!);
    if (memory[cell + HANDLES] !== 0) releaseAll(memory[cell + HANDLES]!);
    if (memory[cell + BUFFERS] !== 0) takeBack(memory[cell + BUFFERS]!);
  }
  freeCell(cell);
}

/** The value of the message, which is discarded. */
export function receive(cell: number): unknown {
  try {
    return peek(cell);
  } finally {
    discard(cell);
  }
}
