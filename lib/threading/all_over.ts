/** Waiting for the threads of this process that are not daemonic, as its end does. */

import { memory, Word } from "../system/shared.ts";

export async function threadsOver(): Promise<void> {
  for (let count = 1; count > 0;) {
    count = Atomics.load(memory, Word.holding);
    const woken = count > 0 && Atomics.waitAsync(memory, Word.holding, count);
    if (woken && woken.async) await woken.value;
  }
}
