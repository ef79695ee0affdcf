/** At most a given number of threads inside at once. */

import assert from "node:assert/strict";
import { lesson, type Values } from "../lib/lesson.ts";
import { Barrier, main, print, Semaphore, sleepSync, Thread, Value } from "../lib/threading.ts";
import { about, say } from "./about/semaphore.ts";

/** Comes in when there is a place, stays for `delay`, and goes. */
export function visit(
  guest: number,
  places: Semaphore | null,
  inside: Value,
  delay: number,
  together: Barrier,
) {
  together.waitSync();
  const came = Date.now();
  places?.acquireSync(); // waits while no place is free
  const now = inside.add(1) + 1;
  const from = Date.now();
  print(say("enters", guest));
  sleepSync(delay);
  print(say("leaves", guest));
  inside.add(-1);
  const to = Date.now();
  places?.release();
  return { now, came, from, to };
}

function start(guests: number, places: number | null, delay: number) {
  const semaphore = places === null ? null : new Semaphore(places, { name: "places" });
  const inside = new Value("int32", 0, { name: "inside" });
  const together = new Barrier(guests);
  const threads = Array.from({ length: guests }, (_, i) =>
    new Thread({
      target: visit,
      args: [i + 1, semaphore, inside, delay, together],
      module: import.meta.url,
    }));
  for (const thread of threads) thread.start();
  return threads;
}

/** Every interleaving of it: npm start -- explore semaphore */
export async function scenario(
  { guests, places, delay, semaphore }: Values<typeof about.parameters>,
  most = places,
): Promise<void> {
  for (const thread of start(guests, semaphore ? places : null, delay)) {
    const { now } = await thread.result();
    assert.ok(now <= most, `${now} are inside, of at most ${most}`);
  }
}

const program = lesson(about, async ({ guests, places, delay, semaphore }) => {
  const threads = start(guests, semaphore ? places : null, delay);
  const visits = await Promise.all(threads.map((thread) => thread.result()));
  return { visits, peak: Math.max(...visits.map(({ now }) => now)) };
});

main(import.meta, program);
