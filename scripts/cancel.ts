/** Work that main gives up: it stops only if somebody tells it, and a full queue holds it back. */

import { setTimeout as pause } from "node:timers/promises";
import { clock, lesson } from "../lib/lesson.ts";
import { Queue } from "../lib/queue.ts";
import { main, print } from "../lib/threading.ts";
import { about, type Piece, say, type Who } from "./about/cancel.ts";

const now = clock();
const pieces: Piece[] = [];
let patient = true; // main still waits for the work
let most = 0; // items in the queue

function note(who: Who, item: number, from: number) {
  pieces.push({ who, item, from, to: now(), late: !patient });
  print(say(who, item));
}

async function produce(queue: Queue<number>, items: number, delay: number, signal?: AbortSignal) {
  try {
    for (let item = 1; item <= items; item++) {
      const from = now();
      await pause(delay, undefined, { signal }); // it takes this long to make one
      note("makes", item, from);
      await queue.put(item, { signal }); // while the queue is full, this waits
      most = Math.max(most, queue.qsize());
    }
  } finally {
    print(say("cleans", "makes")); // however it ends
  }
}

type Use = () => unknown;

/** No await: nobody else has a turn, not even the one that wants to stop it. */
function compute(delay: number) {
  for (const end = now() + delay / 1000; now() < end;);
}

async function consume(queue: Queue<number>, items: number, use: Use, signal?: AbortSignal) {
  try {
    for (let i = 0; i < items; i++) {
      const item = await queue.get({ signal }), from = now();
      await use();
      note("uses", item, from);
    }
  } finally {
    print(say("cleans", "uses"));
  }
}

const program = lesson(about, async ({ items, delay, timeout, bound, cancel, busy }) => {
  const queue = new Queue<number>({ maxsize: bound }); // 0: without a bound
  const giving = new AbortController();
  const signal = cancel ? giving.signal : undefined;
  const long = 3 * delay;
  const work = Promise.allSettled([
    produce(queue, items, delay, signal),
    consume(queue, items, () => busy ? compute(long) : pause(long, undefined, { signal }), signal),
  ]);
  const late = pause(timeout, "late", { ref: false });
  const inTime = await Promise.race([work, late]) !== "late"; // the loser of a race goes on
  const gaveUp = inTime ? null : now();
  if (!inTime) {
    patient = false;
    print(say("gives", cancel));
    giving.abort();
  }
  const ends = await work;
  print(say("ended"));
  return {
    pieces,
    most,
    gaveUp,
    stopped: ends.filter(({ status }) => status === "rejected").length,
  };
});

main(import.meta, program);
