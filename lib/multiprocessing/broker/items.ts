/**
 * Encoded items, as they came, so that handing on a thousand of them costs no more than one.
 */

import { NOTHING } from "../link/wire_format.ts";

/** Either one item by itself (`bare`), or items one behind the other, each after its length in 4 bytes. */
export class Items {
  readonly count: number;
  readonly bytes: Uint8Array;
  readonly bare: boolean;
  /** How many bytes they stand for: what is in a block of the shared file counts, too. */
  readonly weight: number;

  constructor(count: number, bytes: Uint8Array, bare: boolean, weight: number = bytes.length) {
    this.count = count;
    this.bytes = bytes;
    this.bare = bare;
    this.weight = weight;
  }
}

/** Where the item after `count` items begins, looking no further than `mostBytes` after the first. */
function skip(bytes: Uint8Array, count: number, mostBytes: number): { count: number; at: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  let taken = 0;
  while (taken < count && at < bytes.length) {
    const next = at + 4 + view.getUint32(at, true);
    if (taken > 0 && next > mostBytes) break;
    at = next;
    taken++;
  }
  return { count: taken, at };
}

/** Items in the order in which they go out. */
export class ItemList {
  /** The oldest are at `#first`; what is before is gone already. */
  #parts: Items[] = [];
  #first = 0;
  size = 0;
  weight = 0;

  push(items: Items): void {
    this.#parts.push(items);
    this.size += items.count;
    this.weight += items.weight;
  }

  /** Puts items back before all others. */
  unshift(list: ItemList): void {
    const rest = this.#parts.slice(this.#first);
    this.#parts = [...list.#parts.slice(list.#first), ...rest];
    this.#first = 0;
    this.size += list.size;
    this.weight += list.weight;
  }

  clear(): void {
    this.#parts = [];
    this.#first = 0;
    this.size = 0;
    this.weight = 0;
  }

  /** Takes up to `count` items, at least one, from the front, not many more than `mostBytes`. */
  take(count: number, mostBytes: number): Items {
    const pieces: Uint8Array[] = [];
    let taken = 0;
    let bytes = 0;
    while (taken < count && this.size > taken && (taken === 0 || bytes < mostBytes)) {
      const part = this.#parts[this.#first]!;
      if (part.bare && taken > 0) break;
      const fits = part.bare ||
        part.count <= count - taken && bytes + part.bytes.length <= mostBytes;
      const found = fits
        ? { count: part.count, at: part.bytes.length }
        : skip(part.bytes, count - taken, mostBytes - bytes);
      if (found.count === part.count) this.#removeFirst();
      else {
        const rest = part.bytes.subarray(found.at);
        this.#parts[this.#first] = new Items(part.count - found.count, rest, false);
      }
      pieces.push(part.bytes.subarray(0, found.at));
      taken += found.count;
      bytes += found.at;
      if (part.bare) return this.#took(part);
    }
    return this.#took(new Items(taken, joined(pieces, bytes), false));
  }

  #took(items: Items): Items {
    this.size -= items.count;
    this.weight -= items.weight;
    return items;
  }

  #removeFirst(): void {
    this.#parts[this.#first++] = EMPTY;
    if (this.#first > 1024 && this.#first * 2 > this.#parts.length) {
      this.#parts = this.#parts.slice(this.#first);
      this.#first = 0;
    }
  }
}

const EMPTY = new Items(0, NOTHING, false);

function joined(pieces: Uint8Array[], length: number): Uint8Array {
  if (pieces.length === 1) return pieces[0]!;
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
