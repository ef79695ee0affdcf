/** One thread that does nothing, started and joined in a program of its own. */

import { main, Thread } from "../../lib/threading.ts";

export function nothing() {}

main(import.meta, async () => {
  const thread = new Thread({ target: nothing });
  thread.start();
  await thread.join();
});
