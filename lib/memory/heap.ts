/**
 * Pages: payloads too large for a cell are kept in chains of pages in a second shared buffer that
 * grows. Large payloads go into pages of 64 KiB, others into small ones of 1 KiB, 64 of which are cut
 * from a large one, so that a hundred bytes do not take 64 KiB. Chains of equal pages cannot fragment:
 * any free page serves any payload of its kind.
 *
 * Invariant: a page is in one chain or in the free list of its kind, which Word.pages guards; what is
 * cut stays cut. A page is named by its first KiB, counted from 1. It begins with two words: the
 * name of the next one, or 0, and whether it is small.
 */

import { heapBuffer, memory, Word } from "../system/shared.ts";
import { give, take } from "./mutex.ts";

export const PAGE = 1 << 16;
const SMALL = 1 << 10;
const HEADER = 8;

/** Payloads up to so many bytes go into small pages: more than 16 of them cost more time than room. */
const MOST_IN_SMALL = 16 * (SMALL - HEADER);

interface Kind {
  readonly small: 0 | 1;
  /** Bytes of a page that a payload can use. */
  readonly room: number;
  /** The word that begins the free list. */
  readonly free: number;
}

const LARGE_PAGES: Kind = { small: 0, room: PAGE - HEADER, free: Word.freePage };
const SMALL_PAGES: Kind = { small: 1, room: SMALL - HEADER, free: Word.freeSmallPage };

function kindFor(length: number): Kind {
  return length <= MOST_IN_SMALL ? SMALL_PAGES : LARGE_PAGES;
}

/** Views of a growable buffer have a fixed length here: those that track its length are slow. */
function header(page: number): Int32Array {
  return new Int32Array(heapBuffer, (page - 1) * SMALL, 2);
}

function body(page: number, length: number): Uint8Array {
  return new Uint8Array(heapBuffer, (page - 1) * SMALL + HEADER, length);
}

/** The name of the large page that is the `index`th of all. */
function nameOf(index: number): number {
  return index * (PAGE / SMALL) + 1;
}

/** Adds so many large pages to the buffer and answers the index of the first; -1 at its limit. */
function grow(pages: number): number {
  const first = memory[Word.nextPage]!;
  const needed = (first + pages) * PAGE;
  if (heapBuffer.byteLength < needed) {
    // Doubling (up to 64 MiB at a time) keeps the number of calls low; untouched pages cost nothing.
    const step = Math.min(Math.max(heapBuffer.byteLength, 1 << 20), 64 << 20);
    const size = Math.min(Math.max(heapBuffer.byteLength + step, needed), heapBuffer.maxByteLength);
    if (size < needed) return -1;
    heapBuffer.grow(size);
  }
  memory[Word.nextPage] = first + pages;
  return first;
}

function takeFree(kind: Kind): number {
  const page = memory[kind.free]!;
  if (page !== 0) memory[kind.free] = header(page)[0]!;
  return page;
}

function free(page: number, kind: Kind): void {
  header(page)[0] = memory[kind.free]!;
  memory[kind.free] = page;
}

/** Cuts a large page into small ones; false if there is none. */
function cut(): boolean {
  let large = takeFree(LARGE_PAGES);
  if (large === 0) {
    const index = grow(1);
    if (index < 0) return false;
    large = nameOf(index);
  }
  for (let page = large + PAGE / SMALL - 1; page >= large; page--) free(page, SMALL_PAGES);
  return true;
}

/** As many pages as there can be had, at most `count`. */
function takePages(count: number, kind: Kind): number[] {
  const pages: number[] = [];
  while (pages.length < count) {
    const page = takeFree(kind);
    if (page !== 0) pages.push(page);
    else if (kind === LARGE_PAGES) {
      const missing = count - pages.length, first = grow(missing);
      for (let i = 0; first >= 0 && i < missing; i++) pages.push(nameOf(first + i));
      break;
    } else if (!cut()) break;
  }
  return pages;
}

/** Copies `bytes` into a new chain and answers its first page. */
export function storePages(bytes: Uint8Array): number {
  const kind = kindFor(bytes.length), { room } = kind;
  const count = Math.max(1, Math.ceil(bytes.length / room));
  let pages: number[];
  take(Word.pages);
  try {
    pages = takePages(count, kind);
    if (pages.length < count) {
      for (const page of pages) free(page, kind);
      throw new RangeError(
        `Cannot keep ${bytes.length} more bytes in shared memory: its limit of ` +
          `${heapBuffer.maxByteLength} bytes is reached. Give the queue a maxsize or take items out faster`,
      );
    }
  } finally {
    give(Word.pages);
  }
  for (let i = 0; i < count; i++) {
    const piece = bytes.subarray(i * room, (i + 1) * room);
    body(pages[i]!, piece.length).set(piece);
    const head = header(pages[i]!);
    head[0] = pages[i + 1] ?? 0;
    head[1] = kind.small;
  }
  return pages[0]!;
}

/** Copies the `length` bytes of the chain that begins with `page` into `target`. */
export function loadPages(page: number, target: Uint8Array): void {
  const { room } = kindFor(target.length);
  for (let at = 0; at < target.length; at += room) {
    target.set(body(page, Math.min(room, target.length - at)), at);
    page = header(page)[0]!;
  }
}

/** Gives all pages of a chain back. */
export function freePages(page: number): void {
  take(Word.pages);
  try {
    const kind = header(page)[1] === 1 ? SMALL_PAGES : LARGE_PAGES;
    while (page !== 0) {
      const next = header(page)[0]!;
      free(page, kind);
      page = next;
    }
  } finally {
    give(Word.pages);
  }
}
