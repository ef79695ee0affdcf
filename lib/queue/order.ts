/** In which order a queue gives its items back: first in, first out, or last in, first out. */

import { discard } from "../memory/message.ts";
import { memory } from "../system/shared.ts";
import { ORDER } from "./channel.ts";

/**
 * In which order a queue gives its items back: the hooks in which the kinds of queues differ, as
 * `_put` and `_get` in CPython's queue.py. Items are messages, linked by their first words.
 */
export interface Order {
  /** Notes on a new message what the order needs to know of its item. Without the mutex. */
  label(message: number, item: unknown): void;
  /** Frees what `label` noted. */
  unlabel(message: number): void;
  /** Puts a message in; under the mutex. If it throws, nothing has changed. */
  insert(cell: number, message: number): void;
  /** Why `insert` refused a message; under the mutex, later, when others may be in the queue. */
  refusal?(cell: number, message: number): Error;
  /** Takes the next message out; under the mutex, and there is one. */
  remove(cell: number): number;
  /** Frees a message that nobody will receive. */
  discard(message: number): void;
}

const HEAD = ORDER, TAIL = ORDER + 1;
const NEXT = 0;

const plain = {
  label() {},
  unlabel() {},
  discard,
};

/** First in, first out: a linked list. */
export const fifo: Order = {
  ...plain,
  insert(cell, message) {
    memory[message + NEXT] = 0;
    if (memory[cell + HEAD] === 0) memory[cell + HEAD] = message;
    else memory[memory[cell + TAIL]! + NEXT] = message;
    memory[cell + TAIL] = message;
  },
  remove(cell) {
    const message = memory[cell + HEAD]!;
    memory[cell + HEAD] = memory[message + NEXT]!;
    return message;
  },
};

/** Last in, first out: a stack. */
export const lifo: Order = {
  ...plain,
  insert(cell, message) {
    memory[message + NEXT] = memory[cell + HEAD]!;
    memory[cell + HEAD] = message;
  },
  remove(cell) {
    const message = memory[cell + HEAD]!;
    memory[cell + HEAD] = memory[message + NEXT]!;
    return message;
  },
};
