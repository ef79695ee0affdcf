/** Threads: what it takes to start one and to join it. */

import { main, Thread } from "../../lib/threading.ts";
import { best, isWanted, report } from "./kit.ts";

const ROUNDS = 500;

export function nothing() {}

main(import.meta, async () => {
  const row = "thread start + join, warm, blocking";
  if (!isWanted(row)) return;
  const all = () => {
    for (let i = 0; i < ROUNDS; i++) {
      const thread = new Thread({ target: nothing });
      thread.start();
      thread.joinSync();
    }
  };
  report(row, await best(3, all) / ROUNDS);
});
