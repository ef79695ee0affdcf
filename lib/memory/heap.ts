import { heapBuffer, memory, Word } from "../runtime/shared.ts";
import { give, take } from "./mutex.ts";

/**
 * Pages: payloads too large for a cell are kept in chains of pages of 64 KiB in a second shared
 * buffer that grows. Chains of equal pages cannot fragment: any free page serves any payload.
 *
 * Invariant: a page is in one chain or in the free list, which Word.pages guards. Pages are numbered
 * from 1. The first four bytes of a page are the number of the next one, or 0.
 */

export const PAGE = 1 << 16;
const ROOM = PAGE - 8;

/** Views of a growable buffer have a fixed length here: those that track its length are slow. */
function header(page: number): Int32Array {
  return new Int32Array(heapBuffer, (page - 1) * PAGE, 1);
}

function body(page: number, length: number): Uint8Array {
  return new Uint8Array(heapBuffer, (page - 1) * PAGE + 8, length);
}

function grow(pages: number): number {
  const first = memory[Word.nextPage]! + 1;
  const needed = (first - 1 + pages) * PAGE;
  if (heapBuffer.byteLength < needed) {
    // Doubling (up to 64 MiB at a time) keeps the number of calls low; untouched pages cost nothing.
    const step = Math.min(Math.max(heapBuffer.byteLength, 1 << 20), 64 << 20);
    const size = Math.min(Math.max(heapBuffer.byteLength + step, needed), heapBuffer.maxByteLength);
    if (size < needed) return 0;
    heapBuffer.grow(size);
  }
  memory[Word.nextPage] = first - 1 + pages;
  return first;
}

/** Copies `bytes` into a new chain and answers its first page. */
export function storePages(bytes: Uint8Array): number {
  const count = Math.max(1, Math.ceil(bytes.length / ROOM));
  const pages: number[] = [];
  take(Word.pages);
  try {
    while (pages.length < count && memory[Word.freePage] !== 0) {
      const page = memory[Word.freePage]!;
      memory[Word.freePage] = header(page)[0]!;
      pages.push(page);
    }
    const missing = count - pages.length;
    const first = missing > 0 ? grow(missing) : 0;
    if (missing > 0 && first === 0) {
      for (const page of pages) free(page);
      throw new RangeError(
        `Cannot keep ${bytes.length} more bytes in shared memory: its limit of ` +
          `${heapBuffer.maxByteLength} bytes is reached. Give the queue a maxsize or take items out faster`,
      );
    }
    for (let i = 0; i < missing; i++) pages.push(first + i);
  } finally {
    give(Word.pages);
  }
  for (let i = 0; i < count; i++) {
    const piece = bytes.subarray(i * ROOM, (i + 1) * ROOM);
    body(pages[i]!, piece.length).set(piece);
    header(pages[i]!)[0] = pages[i + 1] ?? 0;
  }
  return pages[0]!;
}

/** Copies the `length` bytes of the chain that begins with `page` into `target`. */
export function loadPages(page: number, target: Uint8Array): void {
  for (let at = 0; at < target.length; at += ROOM) {
    target.set(body(page, Math.min(ROOM, target.length - at)), at);
    page = header(page)[0]!;
  }
}

function free(page: number): void {
  header(page)[0] = memory[Word.freePage]!;
  memory[Word.freePage] = page;
}

/** Gives all pages of a chain back. */
export function freePages(page: number): void {
  take(Word.pages);
  try {
    while (page !== 0) {
      const next = header(page)[0]!;
      free(page);
      page = next;
    }
  } finally {
    give(Word.pages);
  }
}
