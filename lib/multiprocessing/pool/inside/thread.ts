/** What runs in a pool's worker thread: its line to the pool is two queues. */

import { setImmediate, timeNow } from "../../../runtime/clock.ts";
import { Empty } from "../../../errors.ts";
import { encode, sendable } from "../../../codec.ts";
import { inner } from "../../../memory/observer.ts";
import type { Reference } from "../../../program/reference.ts";
import { SimpleQueue } from "../../../queue.ts";
import type { WorkerLine } from "../outside/handle.ts";
import { ThreadProgress } from "../thread_progress.ts";
import { Unreadable } from "../messages.ts";
import { serve } from "./serve.ts";

const border = "thread";

/**
 * After a task a worker waits so many ms blocked for the next one, asleep, before it waits in its event
 * loop: a blocked thread is woken in a third of the time. What earlier tasks left behind, timers and the
 * like, comes so much later.
 */
const LINGER = 1;
/** How many ms a worker that is never without a task keeps its event loop waiting. */
const TURN = 2;

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
  let lingers = false, turned = timeNow();
  const line: WorkerLine = {
    next() {
      try {
        if (inbox.qsize() > 0) return inbox.getNowait();
        if (lingers) {
          lingers = false;
          return inbox.getSync({ timeout: LINGER });
        }
      } catch (error) {
        if (!(error instanceof Empty)) return new Unreadable(error);
      }
      return inbox.get().catch((error) => new Unreadable(error));
    },
    post(message) {
      outbox.putNowait(message);
      progress.ring();
    },
    begin(position) {
      lingers = true;
      return progress.begin(position);
    },
    check: (value, path) => void encode(value, { path, border, buffers: [] }),
    sendable: (error) => sendable(error, { border }),
    pause() {
      const now = timeNow();
      if (now - turned < TURN) return;
      turned = now;
      return new Promise((resolve) => void setImmediate(resolve));
    },
  };
  await serve(line, initializer, initargs, most);
}
