/** Solution: a letter is announced and then written. Who is told of it must find it. */

import assert from "node:assert/strict";
import { Event, Thread, Value } from "../../../lib/threading.ts";

export function send(letter: Value, ready: Event): void {
  letter.value = 42; // first what is announced, then that it is there
  ready.set();
}

export function receive(letter: Value, ready: Event, read: Value): void {
  ready.waitSync();
  read.value = letter.value;
}

export function scenario(): number {
  const letter = new Value("int32", 0, { name: "letter" });
  const read = new Value("int32", 0, { name: "what was read" });
  const ready = new Event({ name: "ready" });
  const all = [
    new Thread({ target: receive, args: [letter, ready, read] }),
    new Thread({ target: send, args: [letter, ready] }),
  ];
  for (const each of all) each.start();
  for (const each of all) each.joinSync();
  assert.equal(read.value, 42, "the letter was not there when it was read");
  return read.value;
}
