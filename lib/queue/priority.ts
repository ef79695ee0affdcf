/**
 * Least first, and of equals the one that was put first: a pairing heap whose nodes are the messages
 * themselves.
 *
 * Invariant: no message is less than its parent. A message's place among equals is SERIAL. Its key is
 * a number in the cell, or, for everything else, a message of its own.
 */

import { called } from "../called.ts";
import { nameAt } from "../memory/handles.ts";
import { discard, peek, post } from "../memory/message.ts";
import { memory } from "../system/shared.ts";
import { ORDER } from "./channel.ts";
import { compareKeys, type Key, keyOf } from "./key.ts";
import type { Order } from "./order.ts";

const ROOT = ORDER, LAST_SERIAL = ORDER + 1;
const SIBLING = 0, CHILD = 1, SERIAL = 2, KEY = 3, NUMBER = 4;

const numbers = new Float64Array(memory.buffer);

function key(message: number): Key {
  const place = memory[message + KEY]!;
  return place === 0 ? numbers[(message + NUMBER) / 2]! : peek(place) as Key;
}

/** Is `a` to come before `b`? What cannot be compared is equal, unless the queue at `cell` (0: none) refuses it. */
function before(a: number, b: number, cell: number): boolean {
  const order = compareKeys(key(a), key(b), cell);
  return order < 0 || order === 0 && memory[a + SERIAL]! - memory[b + SERIAL]! < 0;
}

/** Makes one heap of two. */
function meld(a: number, b: number, cell: number): number {
  if (a === 0) return b;
  if (b === 0) return a;
  const [parent, child] = before(a, b, cell) ? [a, b] : [b, a];
  memory[child + SIBLING] = memory[parent + CHILD]!;
  memory[parent + CHILD] = child;
  return parent;
}

export const priority: Order = {
  label(message, item) {
    const own = keyOf(item);
    memory[message + KEY] = 0;
    if (typeof own === "number") numbers[(message + NUMBER) / 2] = own;
    else memory[message + KEY] = post(own, "item");
  },
  unlabel(message) {
    if (memory[message + KEY] !== 0) discard(memory[message + KEY]!);
  },
  discard(message) {
    priority.unlabel(message);
    discard(message);
  },
  insert(cell, message) {
    memory[message + SIBLING] = memory[message + CHILD] = 0;
    memory[message + SERIAL] = memory[cell + LAST_SERIAL]! + 1;
    memory[cell + ROOT] = meld(memory[cell + ROOT]!, message, cell);
    memory[cell + LAST_SERIAL]!++;
  },
  refusal(cell, message) {
    const root = memory[cell + ROOT]!;
    try {
      if (root !== 0) compareKeys(key(root), key(message), cell);
    } catch (error) {
      return error as Error;
    }
    return new TypeError(
      "Cannot put item: its priority could not be compared with one that was in " +
        called("the queue", nameAt(cell)),
    );
  },
  remove(cell) {
    const root = memory[cell + ROOT]!;
    // Pairs from left to right, then all pairs from right to left.
    let pairs = 0;
    for (let child = memory[root + CHILD]!; child !== 0;) {
      const second = memory[child + SIBLING]!;
      const rest = second === 0 ? 0 : memory[second + SIBLING]!;
      const pair = meld(child, second, 0);
      memory[pair + SIBLING] = pairs;
      pairs = pair;
      child = rest;
    }
    let heap = 0;
    while (pairs !== 0) {
      const next = memory[pairs + SIBLING]!;
      heap = meld(heap, pairs, 0);
      pairs = next;
    }
    memory[cell + ROOT] = heap;
    return root;
  },
};
