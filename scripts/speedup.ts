/** The lesson of the same work done by one worker, by two, by more, and of the part that one does alone. */

import { lesson } from "../lib/lesson.ts";
import { Barrier, cpuCount, currentProcess, main, Pool, print } from "../lib/multiprocessing.ts";
import { about, amdahl, best, type Run, say, total } from "./about/speedup.ts";

/** How many of the points with these numbers lie in a quarter of a circle. */
export function hits(from: number, to: number) {
  let inside = 0;
  for (let i = from; i < to; i++) {
    const x = i * 0.7548776662466927, y = i * 0.5698402909980532; // their fractions lie evenly
    if ((x - Math.floor(x)) ** 2 + (y - Math.floor(y)) ** 2 < 1) inside++;
  }
  return { inside, pid: currentProcess().pid };
}

export async function meet(together: Barrier) {
  await together.wait(); // no worker has a second task before each of them has its first
}

/** The points up to `alone` are tried here, the others in `workers` parts of the same length. */
async function run(pool: Pool, workers: number, alone: number, points: number): Promise<Run> {
  const began = performance.now();
  const mine = hits(0, alone);
  const divided = performance.now();
  const border = (part: number) => alone + Math.floor((points - alone) * part / workers);
  const parts = Array.from({ length: workers }, (_, i) => [border(i), border(i + 1)] as const);
  const theirs = await pool.starmap(hits, parts, { chunksize: 1 });
  const inside = theirs.reduce((sum, part) => sum + part.inside, mine.inside);
  const pids = new Set(theirs.map(({ pid }) => pid));
  const serial = (divided - began) / 1000, parallel = (performance.now() - divided) / 1000;
  return { workers, inside, processes: pids.size, serial, parallel };
}

const program = lesson(about, async ({ workers, millions, serial }) => {
  const points = millions * 1e6, alone = Math.round(points * serial / 100);
  await using pool = new Pool(workers);
  const together = new Barrier(workers);
  await pool.map(meet, Array(workers).fill(together), { chunksize: 1 });

  const expected = hits(0, points).inside;
  const runs: Run[] = [];
  for (let n = 1; n <= workers; n++) {
    const tries: Run[] = [], began = performance.now();
    do tries.push(await run(pool, n, alone, points)); while (
      tries.length < 5 && performance.now() - began < 500
    );
    runs.push(best(tries)); // what else the machine does makes a run slower, never faster
    const one = runs[0]!, last = runs.at(-1)!;
    print(say("run", n, total(last), total(one) / total(last), amdahl(one, n)));
  }
  print(say("pi", 4 * expected / points));
  return { expected, points, runs, cores: cpuCount() };
});

main(import.meta, program);
