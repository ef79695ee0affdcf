/** The lesson of tasks so small that it is slower to hand them out than to do them. */

import { lesson } from "../lib/lesson.ts";
import { Barrier, main, Pool, print } from "../lib/multiprocessing.ts";
import { about, say, type Size, sizesUpTo } from "./about/grain.ts";

/** A task of so many steps; each step takes what the one before it gave. */
export function task(steps: number): number {
  let value = 1;
  for (let i = 0; i < steps; i++) value = Math.imul(value, 69_069) + i | 0;
  return value;
}

export async function meet(together: Barrier) {
  await together.wait(); // until every worker has started
}

/** Milliseconds from now until the answer is called. */
function stopwatch() {
  const began = performance.now();
  return () => performance.now() - began;
}

const program = lesson(about, async ({ workers, tasks, largest, chunk }) => {
  await using pool = new Pool(workers);
  await pool.map(meet, Array(workers).fill(new Barrier(workers)), { chunksize: 1 });

  const sizes: Size[] = [];
  for (const steps of sizesUpTo(largest)) {
    const items = Array<number>(tasks).fill(steps);
    const tries = [];
    for (let i = 0; i < 3; i++) {
      const aloneFor = stopwatch();
      const expected = items.map(task);
      const alone = aloneFor(), pooledFor = stopwatch();
      const results = await pool.map(task, items, { chunksize: chunk });
      const pooled = pooledFor();
      tries.push({ alone, pooled, same: results.join() === expected.join() });
    }
    const same = tries.every((each) => each.same);
    const alone = Math.min(...tries.map((each) => each.alone)) * 1000 / tasks;
    const pooled = Math.min(...tries.map((each) => each.pooled)) * 1000 / tasks;
    sizes.push({ steps, alone, pooled, same });
    print(say("size", steps, alone, pooled));
  }
  return { sizes };
});

main(import.meta, program);
