/** What a priority queue compares of its items, as Python orders numbers, strings and tuples. */

import { called } from "../called.ts";
import { nameAt } from "../memory/handles.ts";

/**
 * The part of an item by which a priority queue orders it: numbers as numbers, strings as strings,
 * dates by time, tuples element by element. What has no order is only a mark.
 */
export type Key = number | bigint | string | { readonly unordered: string } | Key[];

export function keyOf(item: unknown): Key {
  if (typeof item === "boolean") return Number(item);
  if (typeof item === "number" && !Number.isNaN(item)) return item;
  if (typeof item === "bigint" || typeof item === "string") return item;
  if (item instanceof Date) return item.getTime();
  if (Array.isArray(item)) return item.map(keyOf);
  return { unordered: item === null ? "null" : Number.isNaN(item) ? "NaN" : typeof item };
}

function kindOf(key: Key): string {
  if (Array.isArray(key)) return "tuple";
  if (typeof key === "object") return key.unordered;
  return typeof key === "bigint" ? "number" : typeof key;
}

function refuse(a: Key, b: Key, cell: number): 0 {
  if (cell === 0) return 0;
  const queue = called("the queue", nameAt(cell));
  throw new TypeError(
    `Cannot put item: its priority cannot be compared with those in ${queue}, a ${
      kindOf(a)
    } with ` +
      `a ${kindOf(b)}. Use numbers, strings, or tuples such as [priority, item]`,
  );
}

/**
 * Less than, equal to or greater than 0, as `a` comes before, with or after `b`. Behind an equal
 * first element of two tuples, what has no order is equal: [1, task] and [1, otherTask] keep the order
 * in which they were put.
 *
 * @param cell the queue that refuses what cannot be compared; 0: that is equal
 * @throws {TypeError} if they cannot be compared in that queue
 */
export function compareKeys(a: Key, b: Key, cell: number): number {
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      const x = a[i]!, y = b[i]!;
      const bothUnordered = i > 0 && isUnordered(x) && isUnordered(y);
      const order = bothUnordered ? 0 : compareKeys(x, y, cell);
      if (order !== 0) return order;
    }
    return a.length - b.length;
  }
  const kind = kindOf(a);
  if (kind !== kindOf(b) || isUnordered(a)) return refuse(a, b, cell);
  return a < b ? -1 : a > b ? 1 : 0;
}

function isUnordered(key: Key): boolean {
  return typeof key === "object" && !Array.isArray(key);
}
