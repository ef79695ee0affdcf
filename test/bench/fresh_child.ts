/** One child process that does nothing, started and joined in a program of its own. */

import { main, Process } from "../../lib/multiprocessing.ts";

export function nothing() {}

main(import.meta, async () => {
  const child = new Process({ target: nothing });
  child.start();
  await child.join();
});
