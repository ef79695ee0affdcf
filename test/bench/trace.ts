/** What a recording costs: a lock that is acquired and released, each of which is written down. */

import { Lock, main } from "../../lib/threading.ts";
import { trace } from "../../lib/trace.ts";
import { best, isWanted, report } from "./kit.ts";

const TIMES = 40_000;

function update(lock: Lock) {
  for (let i = 0; i < TIMES; i++) {
    lock.acquireSync();
    lock.release();
  }
}

main(import.meta, async () => {
  const lock = new Lock();
  const row = "recorded, 40,000 x acquire + release";
  if (isWanted(row)) {
    let least = Infinity;
    for (let round = 0; round < 3; round++) {
      const { value } = await trace(() => best(1, () => update(lock)), {
        capacity: 4 * TIMES + 10,
      });
      least = Math.min(least, value);
    }
    const plain = await best(3, () => update(lock));
    report(row, least, { microsecondsAnEvent: (least - plain) / TIMES / 2 * 1000 });
  }
});
