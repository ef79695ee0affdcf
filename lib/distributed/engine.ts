/** The engine: BullMQ and ioredis, which only users of distributed pools have to install. */

import type * as bullmq from "bullmq";
import type * as ioredis from "ioredis";

/** What is used of the two packages. */
export interface Engine {
  readonly Job: typeof bullmq.Job;
  readonly Queue: typeof bullmq.Queue;
  readonly Worker: typeof bullmq.Worker;
  readonly Redis: typeof ioredis.Redis;
}

/** What BullMQ adds to the names of all its keys. */
export const PREFIX = "bull";

/** Are both packages there? Neither is loaded. */
export function engineIsThere(): boolean {
  try {
    for (const name of ["bullmq", "ioredis"]) import.meta.resolve(name);
    return true;
  } catch {
    return false;
  }
}

/** Loads both packages, when the first pool or worker is made. */
export async function loadEngine(act: string): Promise<Engine> {
  try {
    const [bullmq, { Redis }] = await Promise.all([import("bullmq"), import("ioredis")]);
    const { Job, Queue, Worker } = bullmq;
    return { Job, Queue, Worker, Redis };
  } catch (cause) {
    throw new Error(
      `Cannot ${act}: it needs the packages bullmq 6 and ioredis 6, and they cannot be loaded here. ` +
        "Install them beside interleave: npm install bullmq@6 ioredis@6",
      { cause },
    );
  }
}

/** The options of every queue: few events are kept, since nobody reads them but dashboards. */
export const QUEUE = { prefix: PREFIX, streams: { events: { maxLen: 100 } } } as const;

/** The options of every job: nothing of it stays when it is done. */
export const JOB = { removeOnComplete: true, removeOnFail: true } as const;

/** The name by which a program that serves a queue is known to Redis, without what it says itself. */
export function clientName(queue: string): string {
  return `${PREFIX}:${Buffer.from(queue).toString("base64")}`;
}
