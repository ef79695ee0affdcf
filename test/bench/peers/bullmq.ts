/**
 * Bare BullMQ, the measure of `distributed`: results come by a queue of the caller's, as its
 * documentation recommends, and its worker does the work in its own process.
 */

import process from "node:process";
import { fileURLToPath } from "node:url";
import { Queue, Worker } from "bullmq";
import { Redis } from "ioredis";
import { PrivateRedis } from "../../fixtures/distributed/redis.ts";
import { run } from "../../tools/process.ts";
import { commandFor, root, thisRuntime } from "../../tools/runtimes.ts";
import { measureDistributed } from "../distributed_rows.ts";

const JOB = { removeOnComplete: true, removeOnFail: true } as const;

interface Work {
  readonly id: number;
  readonly value: unknown;
}

const connectTo = (url: string) => new Redis(url, { maxRetriesPerRequest: null });

/** The worker: two jobs at a time, each answered by a job. */
async function serve(url: string): Promise<void> {
  const results = new Queue("results", { connection: connectTo(url) });
  const answer = async ({ data }: { data: Work }) => void await results.add("result", data, JOB);
  const worker = new Worker<Work>("work", answer, { connection: connectTo(url), concurrency: 2 });
  await worker.waitUntilReady();
  process.stdout.write("serves\n");
}

async function measure(): Promise<void> {
  await using redis = await PrivateRedis.start();
  let there = (): void => {};
  const ready = new Promise<void>((resolve) => there = resolve);
  const command = commandFor(thisRuntime(), fileURLToPath(import.meta.url), [redis.url]);
  const worker = run(command, {
    deadline: 110_000,
    cwd: root,
    onOutput: (text) => {
      if (text.includes("serves")) there();
    },
  });
  await Promise.race([ready, worker.ended]);
  const queue = new Queue("work", { connection: connectTo(redis.url) });
  const waiting = new Map<number, (value: unknown) => void>();
  // deno-lint-ignore require-await -- BullMQ wants a promise
  const hear = async ({ data: { id, value } }: { data: Work }): Promise<void> => {
    waiting.get(id)?.(value);
    waiting.delete(id);
  };
  const connection = connectTo(redis.url);
  const listener = new Worker<Work>("results", hear, { connection, concurrency: 32 });
  await listener.waitUntilReady();
  let last = 0;
  const call = async (value: unknown): Promise<unknown> => {
    const id = ++last;
    const answer = new Promise<unknown>((resolve) => waiting.set(id, resolve));
    await queue.add("work", { id, value }, JOB);
    return await answer;
  };
  await measureDistributed({
    call,
    async map(values, chunksize = Math.ceil(values.length / 8)) {
      const chunks: Promise<unknown>[] = [];
      for (let at = 0; at < values.length; at += chunksize) {
        chunks.push(call(values.slice(at, at + chunksize)));
      }
      return (await Promise.all(chunks)).flat();
    },
  });
  worker.kill();
  await worker.ended;
}

const url = process.argv[2];
if (url === undefined) {
  await measure();
  process.exit(0); // its connections would be tried again for ever
} else {
  await serve(url);
}
