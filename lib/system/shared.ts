/**
 * The memory that all threads of one program share. It is one fixed SharedArrayBuffer: the operating
 * system gives pages to it only when they are touched (measured: 0.02 ms and no resident memory on
 * Node, Deno and Bun), a fixed buffer is as fast to access as a small one, and a growable one is
 * four times slower (measured on all four). Whatever lives in it is named by an index, so that a
 * lock can be put into a queue as a number, whatever the receiving thread is doing.
 *
 * Here are only the buffers and the first words; lib/memory/ divides up the rest.
 */

import { type MessagePort, workerData } from "node:worker_threads";
import { spareAddressSpace } from "./address_space.ts";

/** What a worker of this library is given at its creation. */
export interface WorkerSeed {
  /** The memory that all threads of the program share. */
  readonly memory: SharedArrayBuffer;
  /** Payload pages; see lib/memory/heap.ts. */
  readonly heap: SharedArrayBuffer;
  /** The module that the boot file imports. */
  readonly entry: string;
  /** What has to be registered first, so that the user's modules can be read: see `workerLoader`. */
  readonly loader: string | undefined;
  /** The cell of this worker in shared memory. */
  readonly cell: number;
  /** The port to the main thread over which buffers go; see lib/memory/buffers.ts. */
  readonly port: MessagePort;
}

/** The seed this thread was created with: undefined in the main thread of a program. */
export const seed: WorkerSeed | undefined = workerData?.interleave;

const MIB = 2 ** 20;
/** For cells of 128 bytes, four million of them, and for payloads; less where address space is limited. */
const MOST = { memory: 512 * MIB, heap: 8192 * MIB }, LEAST = { memory: 16 * MIB, heap: 64 * MIB };

/** The largest buffer up to `most` that can be had: Bun's limit is 8 GiB, and others may be lower. */
function reserve(most: number, least: number, make: (size: number) => SharedArrayBuffer) {
  for (let size = most; size >= least; size = Math.floor(size / 2 / MIB) * MIB) {
    try {
      return make(size);
    } catch {
      // Try with less.
    }
  }
  throw new RangeError(
    `Cannot reserve shared memory: not even ${least / MIB} MiB of address space are free`,
  );
}

/** What this thread was given, or new memory for a new program, out of what `addressSpace` leaves. */
function buffers(): { readonly heap: SharedArrayBuffer; readonly memory: SharedArrayBuffer } {
  if (seed) return seed;
  const spare = spareAddressSpace();
  const part = (share: number, most: number, least: number) =>
    Math.max(least, Math.min(most, Math.floor(spare * share / MIB) * MIB));
  const memory = part(1 / 8, MOST.memory, LEAST.memory), heap = part(1 / 2, MOST.heap, LEAST.heap);
  return {
    heap: reserve(heap, LEAST.heap, (maxByteLength) => new SharedArrayBuffer(0, { maxByteLength })),
    memory: reserve(memory, LEAST.memory, (size) => new SharedArrayBuffer(size)),
  };
}

const own = buffers();
export const heapBuffer: SharedArrayBuffer = own.heap;
export const memory: Int32Array<SharedArrayBuffer> = new Int32Array(own.memory);

/** The words of the first cells, by name, each once. All are zero when a program starts. */
export const Word = {
  /** Held while a line is written, so that lines of any length stay whole. */
  output: 0,
  /** 1 when the reader of standard output or standard error is gone. */
  closed: 1,
  /** Threads add 1 when they want something of the main thread; see lib/memory/block.ts. */
  requests: 2,
  /** Guards the free list of cells. */
  cells: 3,
  nextCell: 4,
  freeCell: 5,
  /** Guards the free lists of heap pages. */
  pages: 6,
  nextPage: 7,
  freePage: 8,
  freeSmallPage: 9,
  /** The last thread identifier given out. */
  ident: 10,
  /** The last number of an unnamed thread. */
  serial: 11,
  /** Guards the lists of idle workers and of waiting threads; see lib/threading/dispatch.ts. */
  pool: 12,
  idle: 13,
  idleCount: 14,
  waitingHead: 15,
  waitingTail: 16,
  waitingCount: 17,
  /** Workers that were asked for and have not come yet, and those of them main has not created yet. */
  coming: 18,
  wanted: 19,
  /** Guards the list of live threads. */
  threads: 20,
  threadHead: 21,
  threadTail: 22,
  alive: 23,
  /** Non-daemonic threads that are alive: the program does not end before this is zero. */
  holding: 24,
  /** 1 while the main thread has an excepthook. */
  hook: 25,
  /** The record of the main thread. */
  mainThread: 26,
  /** Failed threads that the main thread's excepthook has not seen. */
  failed: 27,
  /** The last ticket given out, and how often buffers were handed round; see lib/memory/buffers.ts. */
  ticket: 28,
  handedRound: 29,
  /** The file that this process shares with others and its place in it; see output_lock.ts. */
  outputFile: 30,
  outputPlace: 31,
  /** Never written: to sleep on. */
  never: 32,
} as const;

/** The first word that the allocator of cells may give out. */
export const FIRST_FREE_WORD = 64;
