/** A bounded buffer by hand: threads that wait for room and for items. */

import assert from "node:assert/strict";
import { lesson } from "../lib/lesson.ts";
import { Condition, Lock, main, print, SharedArray, sleepSync, Thread } from "../lib/threading.ts";
import { about, type Given, IN, OUT, say } from "./about/condition.ts";

/** A buffer by hand: places in a row, and how many items went in and out so far. */
interface Buffer {
  places: SharedArray;
  count: SharedArray;
  notEmpty: Condition;
  notFull: Condition;
}
const held = ({ count }: Buffer) => count.get(IN) - count.get(OUT);

export function produce(buffer: Buffer, items: number, delay: number, all: boolean): void {
  for (let item = 1; item <= items; item++) {
    sleepSync(delay);
    using _ = buffer.notFull.holdSync();
    while (held(buffer) >= buffer.places.length) buffer.notFull.waitSync();
    buffer.places.set((item - 1) % buffer.places.length, item);
    buffer.count.add(IN, 1);
    if (all) buffer.notEmpty.notifyAll();
    else buffer.notEmpty.notify();
  }
}

export function consume(buffer: Buffer, name: string, items: number, again: boolean) {
  const got: { turn: number; item: number }[] = [];
  let vain = 0; // how often it was woken and there was nothing
  for (let i = 0; i < items; i++) {
    using _ = buffer.notEmpty.holdSync();
    while (held(buffer) < 1) {
      buffer.notEmpty.waitSync();
      if (held(buffer) < 1) vain++;
      if (!again) break; // as after an `if`: whoever was woken goes on
    }
    const turn = buffer.count.add(OUT, 1);
    const item = buffer.places.get(turn % buffer.places.length);
    print(say("takes", name, item));
    got.push({ turn, item });
    buffer.notFull.notify();
  }
  return { name, vain, got };
}

function start({ consumers, items, size, delay, again, all }: Given) {
  const lock = new Lock(), module = import.meta.url;
  const buffer = {
    places: new SharedArray("int32", size, { name: "places" }),
    count: new SharedArray("int32", 2, { name: "in, out" }),
    notEmpty: new Condition(lock, { name: "not empty" }),
    notFull: new Condition(lock, { name: "not full" }),
  };
  const threads = Array.from({ length: consumers }, (_, i) => {
    return new Thread({
      target: consume,
      args: [buffer, say("name", i + 1), items, again],
      module,
    });
  });
  for (const thread of threads) thread.start();
  new Thread({ target: produce, args: [buffer, consumers * items, delay, all], module }).start();
  return threads;
}

/** Every interleaving of it: npm start -- explore condition */
export async function scenario(given: Given): Promise<void> {
  const all: { item: number }[] = [];
  for (const thread of start(given)) all.push(...(await thread.result()).got);
  all.sort((a, b) => a.item - b.item).forEach(({ item }, i) => assert.equal(item, i + 1));
}

const program = lesson(about, async (values) => {
  return { takers: await Promise.all(start(values).map((thread) => thread.result())) };
});

main(import.meta, program);
