/** The lesson of a pool of processes that get more tasks than there are processes. */

import { clock, lesson } from "../lib/lesson.ts";
import { currentProcess, main, Pool, print, sleep } from "../lib/multiprocessing.ts";
import { about, most, say } from "./about/pool.ts";

export async function proc(num: string, delay: number) {
  const { pid } = currentProcess();
  const from = Date.now();
  print(say("began", num, pid));
  await sleep(delay);
  print(say("ended", num, pid));
  return { task: Number(num), pid, from, to: Date.now() };
}

const program = lesson(about, async ({ pool: size, tasks: count, delay }) => {
  const now = clock();
  const pool = new Pool(size);
  print(say("created", count, size));
  const results = [];
  for (let i = 0; i < count; i++) {
    results.push(pool.applyAsync(proc, [`${i}`, delay]));
  }
  pool.close(); // no new task may come
  await pool.join();
  const doneAtJoin = results.filter((result) => result.ready()).length;
  const seconds = now();
  print(say("done"));

  const tasks = await Promise.all(results.map((result) => result.get()));
  const pids = [...new Set(tasks.map(({ pid }) => pid))];
  const each = pids.map((pid) => tasks.filter((task) => task.pid === pid).length);
  return {
    tasks,
    pids,
    peak: most(tasks),
    rounds: Math.max(...each),
    doneAtJoin,
    seconds,
  };
});

main(import.meta, program);
