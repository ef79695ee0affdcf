/** The tasks of a worker: it judges them, has them run by its processes, and answers their callers. */

import type { Job } from "bullmq";
import type { Redis } from "ioredis";
import { encodeError } from "../codec.ts";
import { RuntimeError, WorkerLostError } from "../errors.ts";
import type { Pool } from "../multiprocessing/pool/pool.ts";
import { timeNow } from "../runtime/clock.ts";
import { loadable } from "../runtime/current.ts";
import type { Callers } from "./callers.ts";
import { runTask } from "./inside.ts";
import {
  border,
  callerOf,
  parseProgress,
  parseTask,
  type ReplyData,
  type TaskData,
  toBytes,
  toText,
} from "./messages.ts";
import { servedModule } from "./modules.ts";
import { seldom, type Tell } from "./tell.ts";

/** How long, in ms, it is believed where a module is. */
const FRESH = 1000;

/** What became of a task here: the part of the reply that says so, or nothing to be said yet. */
type Outcome = { results: string } | { refused: string } | { lost: string };

/** BullMQ does no more with a job whose processor throws an error of this name. */
class LeftToOthers extends Error {
  override readonly name = "WaitingError";
  /** Is it known how often the job was lost? Otherwise others get it when its lock has expired, which counts. */
  readonly counted: boolean;

  constructor(counted: boolean) {
    super();
    this.counted = counted;
  }
}

const refusal = (error: unknown): Outcome => ({
  refused: toText(encodeError(error, { path: "error", border })),
});

/** What a caller is told of results that are there. */
export function answerOf(results: Uint8Array): Outcome {
  try {
    return { results: toText(results) };
  } catch (error) {
    return refusal(error); // they are too large
  }
}

/** What a host is told. */
export interface HostOptions {
  readonly name: string;
  readonly root: string;
  readonly only: readonly string[] | undefined;
  readonly pool: Pool;
  /** After how many ms without a word this worker counts as lost. */
  readonly after: number;
  readonly callers: Callers;
  readonly client: Redis;
  /** The key in Redis of something of the queue, such as a job. */
  toKey(part: string): string;
  /** Something that whoever looks after the worker should know. */
  readonly tell: Tell;
  /** The processes cannot go on. */
  broken(error: unknown): void;
}

/** Invariant: `#running` has each task that its processes run, by its id in the queue. */
export class Host {
  readonly #options: HostOptions;
  readonly #running: Map<string, Promise<Outcome>> = new Map();
  readonly #seldom: Tell;
  /** Where the modules are that were served, and until when that is believed. */
  readonly #served: Map<string, { readonly url: string; readonly until: number }> = new Map();
  /** What is not answered; one that was given out again is here twice. */
  readonly #taken: Set<Job> = new Set();
  #stopped = false;

  constructor(options: HostOptions) {
    this.#options = options;
    this.#seldom = seldom(options.tell);
    options.pool.whenBroken((error) => this.#breakDown(error));
  }

  /** How many tasks have begun and are not answered. */
  get busy(): number {
    return this.#taken.size;
  }

  /** Is it doing a job? */
  has(id: string): boolean {
    return [...this.#taken].some((job) => job.id === id);
  }

  /** The processes are being ended, or cannot go on: what they ran counts as lost. */
  stop(): void {
    this.#stopped = true;
  }

  /** Does a job of the queue. It throws only where the job is left to other workers. */
  async process(job: Job, token: string): Promise<void> {
    this.#taken.add(job);
    try {
      if (this.#stopped) throw new LeftToOthers(true);
      await this.#process(job);
    } catch (error) {
      if (error instanceof LeftToOthers && error.counted) {
        await job.moveToWait(token).catch(() => {}); // Redis is away: then its lock expires
      }
      throw error;
    } finally {
      this.#taken.delete(job);
    }
  }

  async #process(job: Job): Promise<void> {
    const { name, callers } = this.#options;
    const caller = callerOf(job.data);
    if (caller === undefined) {
      return this.#seldom("refused", {
        en: "a job that is no task of a pool, and names no caller",
        zh: "拒绝了一个任务：它不是进程池发来的，也没有写明调用方",
      });
    }
    if (!await callers.isAlive(caller)) return callers.drop(caller);
    // After Redis was away for long it may give out again what is being run here.
    const outcome = await (this.#running.get(job.id!) ?? this.#begin(job));
    const from = { id: job.id!, worker: name };
    const arrived = await callers.reply(caller, { ...from, ...outcome } as ReplyData, (why) => {
      const en = `Redis takes no result: ${why}`;
      this.#seldom("refused", { en, zh: `Redis 不收结果：${why}` });
      const error = new RuntimeError(
        `Cannot get result of ${job.name.slice(0, 200)}: ${name} has run it, and Redis says ${why}`,
      );
      return { ...from, ...refusal(error) } as ReplyData;
    });
    if (!arrived) await this.#drop(job);
  }

  /**
   * Takes a task out of the queue that cannot be answered: its caller sees that it is missing. A
   * Redis that is full carries out these commands still, but none of BullMQ's own.
   */
  async #drop(job: Job): Promise<void> {
    const { client, toKey } = this.#options;
    const key = toKey(job.id!);
    await client.lrem(toKey("active"), 0, job.id!);
    await client.del(key, `${key}:lock`);
  }

  #begin(job: Job): Promise<Outcome> {
    const running = this.#judge(job).finally(() => this.#running.delete(job.id!));
    this.#running.set(job.id!, running);
    return running;
  }

  /** The file is looked for again after a second: it may have become a link to another. */
  #urlOf(module: string): string {
    const known = this.#served.get(module);
    if (known && timeNow() < known.until) return known.url;
    const { root, only, name } = this.#options;
    this.#served.delete(module);
    const url = servedModule(module, root, only, name);
    this.#served.set(module, { url, until: timeNow() + FRESH });
    return url;
  }

  async #judge(job: Job): Promise<Outcome> {
    const { name } = this.#options;
    let task: TaskData, url: string, from: string;
    try {
      task = parseTask(job.data, name);
      url = this.#urlOf(task.module);
      from = loadable(url);
    } catch (error) {
      const en = (error as Error).message;
      this.#seldom("refused", { en, zh: `拒绝了一个任务：${en}` });
      return refusal(error);
    }
    const before = parseProgress(job.progress);
    const lost = task.lost + job.stalledCounter + before.lost;
    if (lost > task.retries) return { lost: `${before.worker} was lost while it ran this task` };
    return await this.#run(job, task, { module: url, from, name: task.name }, before.lost);
  }

  async #run(
    job: Job,
    task: TaskData,
    reference: { module: string; from: string; name: string },
    lostBefore: number,
  ): Promise<Outcome> {
    const { name, pool, callers, after } = this.#options;
    const bytes = toBytes(task.items);
    for (let lost = lostBefore;; lost++) {
      // Nobody waits for it: it goes to Redis before the end of the task does.
      job.updateProgress({ worker: name, lost, after }).catch(() => {});
      try {
        const args = [reference, task.mode, task.count, bytes] as const;
        const done = await pool.apply(runTask, args);
        if (done instanceof Uint8Array) return answerOf(done);
        const en = `${task.module}: ${done.why}`;
        this.#seldom("refused", { en, zh: `拒绝了一个任务：${en}` });
        return { refused: toText(done.error) };
      } catch (error) {
        const again = task.lost + job.stalledCounter + lost + 1 <= task.retries;
        if (!again) {
          const how = `${name}: ${(error as Error).message}`;
          const isStop = this.#stopped && !(error instanceof WorkerLostError);
          return { lost: isStop ? `${name} was stopped while it ran this task` : how };
        }
        if (this.#stopped) {
          const noted = job.updateProgress({ worker: name, lost: lost + 1, after });
          throw new LeftToOthers(await noted.then(() => true, () => false));
        }
        if (!await callers.isAlive(task.caller)) return { lost: "nobody waits for it" };
      }
    }
  }

  /** The processes cannot go on, unless they have been ended. */
  #breakDown(error: unknown): void {
    if (this.#stopped) return;
    this.stop();
    this.#options.broken(error);
  }
}
