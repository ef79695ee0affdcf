/** Jobs that Redis gave to a worker in an answer that was lost with the connection. */

import type { Worker } from "bullmq";
import type { Redis } from "ioredis";
import type { Engine } from "./engine.ts";

/** How to find them. */
export interface Orphanage {
  readonly engine: Engine;
  readonly worker: Worker;
  readonly client: Redis;
  /** The key in Redis of something of the queue. */
  toKey(part: string): string;
  /** Has the worker heard of this job? */
  has(id: string): boolean;
}

/**
 * Gives such jobs back to the queue: the worker holds them, but has never heard of them, so they would
 * wait until it counts as lost with them. One that the worker has begun, or has just ended, carries its
 * note, or is known to it: what Redis answers over one connection comes in order, and who holds a job is
 * asked later than which there are.
 */
export async function giveBackOrphans({ engine, worker, client, toKey, has }: Orphanage) {
  for (const id of await client.lrange(toKey("active"), 0, -1)) {
    const token = await client.get(`${toKey(id)}:lock`);
    if (!token?.startsWith(`${worker.id}:`)) continue;
    const begun = await client.hexists(toKey(id), "progress");
    if (begun === 1 || has(id)) continue;
    const job = await engine.Job.fromId(worker, id);
    await job?.moveToWait(token);
  }
}
