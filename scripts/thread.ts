/** The lesson of a thread that is started, named and joined. */

import { clock, lesson } from "../lib/lesson.ts";
import { currentThread, main, print, sleepSync, Thread } from "../lib/threading.ts";
import { about, say } from "./about/thread.ts";

export function getDataFromDb(rows: number, delay: number): void {
  print(say("current", currentThread().name));
  for (let i = 0; i < rows; i++) {
    sleepSync(delay); // this thread sleeps, no other does
  }

  print(say("ended", currentThread().name));
}

const program = lesson(about, async ({ threads: count, rows, delay, join }) => {
  const now = clock();
  print(say("started", currentThread().name));
  const threads = Array.from(
    { length: count },
    (_, i) =>
      new Thread({ target: getDataFromDb, args: [rows, delay], name: say("name", i, count) }),
  );
  for (const thread of threads) thread.start();
  const ended = Promise.all(threads.map((thread) => thread.join().then(now)));
  if (join) { // joinSync() would block this thread, as Python's join does
    for (const thread of threads) await thread.join();
  }
  print(say("ended", currentThread().name));

  return {
    main: currentThread().name,
    mainEnded: now(),
    aliveAtMainEnd: threads.filter((thread) => thread.isAlive()).length,
    threads: threads.map(({ name }) => name),
    ended: await ended, // a program ends after its last thread, joined or not
  };
});

main(import.meta, program);
