/** What runs in a pool's worker thread: its line to the pool is two queues. */

import { decode, encode, encodeError } from "../../../codec.ts";
import { inner } from "../../../memory/observer.ts";
import type { Reference } from "../../../program/reference.ts";
import { SimpleQueue } from "../../../queue.ts";
import type { WorkerLine } from "../outside/handle.ts";
import { ThreadProgress } from "../thread_progress.ts";
import { serve } from "./serve.ts";

const border = "thread";

/** What the thread of a worker runs. */
export async function threadWorker(
  words: Int32Array<SharedArrayBuffer>,
  inbox: SimpleQueue<unknown>,
  outbox: SimpleQueue<unknown>,
  initializer: Reference | undefined,
  initargs: readonly unknown[],
  most: number,
): Promise<void> {
  inner.add(inbox).add(outbox);
  const progress = new ThreadProgress(words);
  let over = false;
  const line: WorkerLine = {
    onMail: (take, unreadable) =>
      void (async () => {
        while (!over) await inbox.get().then(take, unreadable);
      })(),
    post(message) {
      outbox.putNowait(message);
      progress.ring();
    },
    begin: (position) => progress.begin(position),
    check: (value, path) => void encode(value, { path, border, buffers: [] }),
    sendable(error) {
      const buffers: SharedArrayBuffer[] = [];
      return decode(encodeError(error, { path: "error", border, buffers }), { border, buffers });
    },
    pause: () => Promise.resolve(),
  };
  try {
    await serve(line, initializer, initargs, most);
  } finally {
    over = true;
  }
}
