/** Ten threads that do nothing, started and joined in a program of their own. */

import { main, Thread } from "../../lib/threading.ts";

export function nothing() {}

main(import.meta, () => {
  const threads = Array.from({ length: 10 }, () => new Thread({ target: nothing }));
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.joinSync();
});
