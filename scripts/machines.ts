/** The lesson of a pool over several machines, of which one may die in the middle of a task. */

import { join } from "node:path";
import { main, Pool } from "../lib/distributed.ts";
import { clock, lesson } from "../lib/lesson.ts";
import {
  currentMachine,
  LessonRedis,
  Machines,
  note,
  runsIn,
  serveAs,
} from "../lib/lesson_machines.ts";
import { print, sleep } from "../lib/multiprocessing.ts";
import { about, say } from "./about/machines.ts";

export async function machine(name: string, url: string, root: string) {
  await serveAs(name, url, root); // as: interleave worker --processes 1
}

/** A minute more than anybody waits: by then it has no power. */
const IN_THE_MIDDLE = 60_000;

export async function proc(num: number, delay: number, journal: string, dies: boolean) {
  const place = currentMachine();
  note(journal, "began", num);
  print(say("began", num, place));
  const first = runsIn(journal, 0).filter(({ task }) => task === num).length === 1;
  await sleep(dies && first ? delay + IN_THE_MIDDLE : delay);
  note(journal, "ended", num);
  print(say("ended", num, place));
  return num;
}

const root = new URL(".", import.meta.url).href; // what the machines serve

const program = lesson(about, async ({ machines: count, tasks, delay, retries, kill }) => {
  await using redis = await LessonRedis.start();
  await using machines = new Machines(machine, count, redis.url, root);
  await using pool = new Pool({ url: redis.url, root: new URL(root), maxRetries: retries });
  await machines.ready(pool);
  print(say("ready", tasks, machines.names));

  const journal = join(redis.folder, "journal"), start = Date.now(), now = clock();
  const results = [];
  for (let num = 1; num <= tasks; num++) {
    results.push(pool.applyAsync(proc, [num, delay, journal, kill && num === 1]));
  }
  const answered = results[0]!.get().then(now, now);
  const runsOfFirst = () => runsIn(journal, start).filter(({ task }) => task === 1);
  let killed: { machine: string; at: number } | undefined;
  if (kill) {
    while (runsOfFirst().length === 0) await sleep(10);
    await sleep(delay / 2);
    killed = { machine: runsOfFirst()[0]!.machine, at: now() };
    machines.kill(killed.machine);
    print(say("killed", killed.machine));
  }
  pool.close();
  await pool.join();
  const outcomes = await Promise.allSettled(results.map((result) => result.get()));
  const answers = outcomes.map((outcome) =>
    outcome.status === "fulfilled" ? "result" : String(outcome.reason)
  );
  const noticed = runsOfFirst()[1]?.from ?? await answered;
  return { machines: machines.names, runs: runsIn(journal, start), answers, killed, noticed };
});

main(import.meta, program);
