/** The lesson of stopping: a process that hears of it finishes what it began, another leaves it half done. */

import { clock, endAll, endsOf, lesson, onSignal } from "../lib/lesson.ts";
import { sendSignal, setExitCode, startLoose } from "../lib/lesson.ts";
import { Event, main, parentProcess, print } from "../lib/multiprocessing.ts";
import { Process, SharedArray, sleep } from "../lib/multiprocessing.ts";
import { about, say } from "./about/clean_stop.ts";

/** What worker `i` has taken from one box, what it has put into the other, and whether it cleaned up. */
type Books = readonly [taken: SharedArray, put: SharedArray, cleaned: SharedArray];

/** Moves one coin after the other until it is asked to stop. */
export async function move(i: number, stop: Event, books: Books, delay: number, ask: boolean) {
  const [taken, put, cleaned] = books;
  if (ask) onSignal("SIGINT", () => {}); // the office hears it, too, and will ask
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

/** Starts a radio, which stands for any program, and the workers; returns their exit codes. */
export async function office(pids: SharedArray, books: Books, delay: number, ask: boolean) {
  const stop = new Event(), radio = startLoose(parentProcess()!.pid);
  if (ask) {
    onSignal("SIGINT", () => {
      print(say("hears"));
      void stop.set();
      setExitCode(130); // as of a program that Ctrl-C has ended
    });
  }
  const workers = books[0].slice().map((_, i) =>
    new Process({ target: move, args: [i, stop, books, delay, ask] })
  );
  for (const worker of workers) worker.start();
  [radio, ...workers.map(({ pid }) => pid!)].forEach((pid, i) => pids.set(i, pid));
  print(say("begins", workers.length));
  for (const worker of workers) await worker.join();
  return workers.map(({ exitcode }) => exitcode);
}

const program = lesson(about, async ({ workers: count, delay, ask, kill }) => {
  const row = () => new SharedArray("int32", count), pids = new SharedArray("int32", count + 1);
  const books = [row(), row(), row()] as const, [taken, put, cleaned] = books;
  const parent = new Process({ target: office, args: [pids, books, delay, ask] });
  parent.start();
  const coins = async (n: number) => {
    while (Math.min(...taken) < n && parent.isAlive()) await sleep(1);
  };
  const now = await coins(1).then(clock), stop = await coins(2).then(now);
  print(say("stops", kill));
  const all = [parent.pid!, ...pids];
  if (kill) sendSignal(parent.pid!, "SIGKILL"); // one process alone
  else for (const pid of all) sendSignal(pid, "SIGINT"); // all of them, as Ctrl-C in a terminal
  const ends = await endsOf(all, now), alive = all.filter((_, i) => ends[i] === null);
  await parent.join();
  await endAll(alive); // nothing may be left when the lesson is over
  const code = parent.exitcode!, codes = code < 0 ? [] : await parent.result();
  const workers = ends.slice(2).map((end, i) => {
    const facts = { taken: taken.get(i), put: put.get(i), exitcode: codes[i] ?? null };
    print(say("ended", i + 1, facts.taken, facts.put, facts.exitcode));
    return { ...facts, cleaned: cleaned.get(i) === 1, end };
  });
  return { workers, code, ends: ends.slice(0, 2), alive: alive.length, stop, seconds: now() };
});

main(import.meta, program);
