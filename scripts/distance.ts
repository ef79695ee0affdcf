/** The lesson of what distance costs: a message for each call, and a silence that looks like a death. */

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
  SILENCE,
} from "../lib/lesson_machines.ts";
import { print, sleep } from "../lib/multiprocessing.ts";
import { about, say } from "./about/distance.ts";

export async function machine(name: string, url: string, root: string) {
  await serveAs(name, url, root); // as: interleave worker --processes 1
}

export function sumOfDigits(n: number) {
  return [...String(n)].reduce((sum, digit) => sum + Number(digit), 0);
}

export async function long(num: number, ms: number, journal: string) {
  note(journal, "began", num);
  print(say("began", num, currentMachine()));
  await sleep(ms);
  note(journal, "ended", num);
  print(say("ended", num, currentMachine()));
}

async function measureMessages(pool: Pool, tasks: number, chunk: number) {
  const numbers = Array.from({ length: tasks }, (_, i) => i);
  await pool.map(sumOfDigits, numbers.slice(0, 100), { chunksize: 1 }); // all are awake
  const timed = async (work: () => number[] | Promise<number[]>) => {
    const now = performance.now(), digits = await work();
    return { seconds: (performance.now() - now) / 1000, digits };
  };
  const here = await timed(() => numbers.map(sumOfDigits));
  const single = await timed(() => pool.map(sumOfDigits, numbers, { chunksize: 1 }));
  print(say("took", tasks, 1, single.seconds));
  const packed = await timed(() => pool.map(sumOfDigits, numbers, { chunksize: chunk }));
  print(say("took", Math.ceil(tasks / chunk), Math.min(chunk, tasks), packed.seconds));
  const same = [single, packed].every(({ digits }) => digits.join() === here.digits.join());
  return { messages: { here: here.seconds, single: single.seconds, packed: packed.seconds, same } };
}

async function silenceRedis(redis: LessonRedis, pool: Pool) {
  const journal = join(redis.folder, "journal"), start = Date.now(), now = clock();
  const calls = [1, 2].map((num) => pool.applyAsync(long, [num, 4 * SILENCE, journal]));
  while (runsIn(journal, start).length < 2) await sleep(10);
  const from = now();
  redis.silence(true);
  print(say("silent"));
  await sleep(2 * SILENCE);
  redis.silence(false);
  print(say("back"));
  const to = now(), answers = await Promise.allSettled(calls.map((call) => call.get()));
  const lost = answers.filter(({ status }) => status === "rejected").length;
  while (runsIn(journal, start).slice(0, 2).some((run) => !run.to)) await sleep(20); // to their ends
  return { away: { silence: { from, to }, lost, runs: runsIn(journal, start) } };
}

const root = new URL(".", import.meta.url).href; // what the machines serve

const program = lesson(about, async ({ tasks, chunk, retries, away }) => {
  await using redis = await LessonRedis.start();
  await using machines = new Machines(machine, away ? 4 : 2, redis.url, root);
  await using pool = new Pool({ url: redis.url, root: new URL(root), maxRetries: retries });
  await machines.ready(pool);
  const found = away ? silenceRedis(redis, pool) : measureMessages(pool, tasks, chunk);
  return { machines: machines.names, ...await found };
});

main(import.meta, program);
