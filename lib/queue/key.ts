/** What a priority queue compares of its items, as Python orders numbers, strings and tuples. */

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

function refuse(a: Key, b: Key, strict: boolean): 0 {
  if (!strict) return 0;
  throw new TypeError(
    `Cannot put item: its priority cannot be compared with those in the queue, a ${
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
 * @throws {TypeError} if they cannot be compared and `strict` is true; else they are equal
 */
export function compareKeys(a: Key, b: Key, strict: boolean): number {
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      const x = a[i]!, y = b[i]!;
      const bothUnordered = i > 0 && isUnordered(x) && isUnordered(y);
      const order = bothUnordered ? 0 : compareKeys(x, y, strict);
      if (order !== 0) return order;
    }
    return a.length - b.length;
  }
  const kind = kindOf(a);
  if (kind !== kindOf(b) || isUnordered(a)) return refuse(a, b, strict);
  return a < b ? -1 : a > b ? 1 : 0;
}

function isUnordered(key: Key): boolean {
  return typeof key === "object" && !Array.isArray(key);
}
