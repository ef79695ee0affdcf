/** The lesson of stopping processes: asked they finish what they have begun, ended by a signal they do not. */

import { lesson } from "../lib/lesson.ts";
import {
  activeChildren,
  Event,
  main,
  print,
  Process,
  SharedArray,
  sleep,
} from "../lib/multiprocessing.ts";
import { about, say } from "./about/clean_stop.ts";

/** What worker `i` has taken from one box, what it has put into the other, and whether it cleaned up. */
type Books = readonly [taken: SharedArray, put: SharedArray, cleaned: SharedArray];

/** Moves one coin after the other until it is asked to stop. */
export async function move(i: number, stop: Event, [taken, put, cleaned]: Books, delay: number) {
  try {
    while (!await stop.isSet()) {
      taken.set(i, taken.get(i) + 1);
      await sleep(delay); // now the coin is in neither box
      put.set(i, put.get(i) + 1);
    }
  } finally {
    cleaned.set(i, 1);
    print(say("cleans", i + 1));
  }
}

const program = lesson(about, async ({ workers: count, delay, ask, kill }) => {
  const stop = new Event();
  const row = () => new SharedArray("int32", count);
  const books = [row(), row(), row()] as const, [taken, put, cleaned] = books;
  const children = Array.from(
    { length: count },
    (_, i) => new Process({ target: move, args: [i, stop, books, delay] }),
  );
  for (const child of children) child.start();
  print(say("begins", count));
  while (Math.min(...taken) < 2 && children.every((child) => child.isAlive())) await sleep(1);

  print(say("stops", ask ? "ask" : kill ? "kill" : "terminate"));
  if (ask) await stop.set();
  else for (const child of children) kill ? child.kill() : child.terminate();
  for (const child of children) await child.join(); // it has ended now, and not before
  const workers = children.map(({ exitcode }, i) => {
    const facts = { taken: taken.get(i), put: put.get(i), exitcode: exitcode! };
    print(say("ended", i + 1, facts.taken, facts.put, facts.exitcode));
    return { ...facts, cleaned: cleaned.get(i) === 1 };
  });
  return { workers, alive: activeChildren().length };
});

main(import.meta, program);
