/** What runs in a pool's worker process: its line to the pool goes through the broker. */

import { setImmediate } from "../../../runtime/clock.ts";
import { encode, sendable } from "../../../codec.ts";
import type { Reference } from "../../../program/reference.ts";
import { link, me } from "../../member.ts";
import { onMail } from "../../process/mailbox.ts";
import { open, pack } from "../../link/shared_object.ts";
import { Progress } from "../progress.ts";
import type { WorkerLine } from "../outside/handle.ts";
import { Unreadable } from "../messages.ts";
import { Mail } from "./mail.ts";
import { serve } from "./serve.ts";
import { Post, ProcessMethod } from "../../protocol.ts";

/** What the process of a worker runs. */
export async function poolWorker(
  progress: number,
  initializer: Reference | undefined,
  initargs: readonly unknown[],
  most: number,
): Promise<void> {
  const agreed = new Progress(progress);
  const id = me().process;
  const border = "process";
  const mail = new Mail();
  onMail((payload) => {
    let message: unknown;
    try {
      message = open(payload);
    } catch (error) {
      message = new Unreadable(error);
    }
    mail.add(message);
  });
  const line: WorkerLine = {
    next: () => mail.next(),
    post(message, path) {
      link().tell(id, ProcessMethod.post, Post.other, 0, pack(message, path, false).bytes);
    },
    begin: (position) => agreed.begin(position),
    check: (value, path) => void encode(value, { path, border }),
    sendable: (error) => sendable(error, { border }),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
  };
  await serve(line, initializer, initargs, most);
}
