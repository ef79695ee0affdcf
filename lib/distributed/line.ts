/** A caller's side of the queues: it sends tasks, takes replies, and leaves nothing behind. */

import type { Job, Queue, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { clearTimeout, setTimeout } from "../runtime/clock.ts";
import { RuntimeError } from "../errors.ts";
import { sleep } from "../program/sleep.ts";
import { randomBytes } from "../system/random.ts";
import { type Engine, JOB, PREFIX, QUEUE } from "./engine.ts";
import { isOutage, isUnsent, type Link } from "./link.ts";
import {
  callerName,
  parseProgress,
  parseReply,
  type ReplyData,
  type TaskData,
} from "./messages.ts";
import { connectedTo, type WorkerInfo, workersAmong } from "./workers.ts";

/** How long, in ms, each step of leaving may take: Redis may not be there any more. */
const PATIENCE = 800;

/** How soon, in ms, it is tried again to send on a connection that says it is there. */
const SENDER = 10;

/** How many tasks are taken back at one go. */
const AT_ONCE = 500;

/** What BullMQ does to remove one job, for many of ours, which have neither children nor a schedule. */
const REMOVE = `
for _, id in ipairs(ARGV) do
  local key = KEYS[1] .. id
  if redis.call("EXISTS", key .. ":lock") == 0 then
    for i = 2, 4 do
      if redis.call("LREM", KEYS[i], 1, id) == 1 then break end
    end
    redis.call("DEL", key)
  end
end`;

/** Waits for `step`, but not for ever, and whether it succeeds or not; true if it does. */
export async function atMost(ms: number, step: Promise<unknown>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<boolean>((resolve) => timer = setTimeout(() => resolve(false), ms));
  const done = await Promise.race([step.then(() => true, () => false), over]);
  clearTimeout(timer);
  return done;
}

/** How a task stands that a worker has begun. */
export interface Standing {
  readonly id: string;
  /** Does a worker have it, as far as the queue knows, */
  readonly active: boolean;
  /** and has that worker said so lately? */
  readonly held: boolean;
  /** The worker that had it last, */
  readonly worker: string;
  /** and after how many ms without a word it counts as lost. */
  readonly after: number;
  /** How often it was lost before, as far as workers have noticed. */
  readonly lost: number;
}

/** The jobs of the queue of this name; see `obliterate` of BullMQ. */
export type Jobs = Queue<unknown, unknown, string>;

/** Invariant: its caller is among those whom workers look after, from `open` until `close`. */
export class Line {
  readonly caller: string = callerName(randomBytes(16));
  readonly #link: Link;
  readonly #queue: string;
  readonly #sender: Redis;
  readonly #tasks: Jobs;
  readonly #replies: Jobs;
  readonly #listener: Worker;
  /** Settles when the sender is there again, or has ended. */
  #back: Promise<void> | undefined;

  constructor(engine: Engine, link: Link, queue: string, hear: (reply: ReplyData) => void) {
    this.#link = link;
    this.#queue = queue;
    this.#sender = link.once();
    const { client } = link;
    this.#tasks = new engine.Queue(queue, { ...QUEUE, connection: this.#sender }) as Jobs;
    this.#replies = new engine.Queue(this.caller, { ...QUEUE, connection: client }) as Jobs;
    // deno-lint-ignore require-await -- BullMQ wants a promise
    const take = async ({ data }: Job): Promise<void> => {
      const reply = parseReply(data);
      if (reply) hear(reply);
    };
    this.#listener = new engine.Worker(this.caller, take, {
      connection: client,
      prefix: PREFIX,
      name: "caller",
      concurrency: 32,
      lockDuration: 10_000,
      stalledInterval: 2000,
      maxStalledCount: 100,
      runRetryDelay: 500,
    });
    // The state of the connection is told by the link; what fails besides is tried again by BullMQ.
    for (const queue of [this.#tasks, this.#replies]) queue.on("error", () => {});
    this.#listener.on("error", () => {});
  }

  /** Waits until replies are heard, and lets the workers know of this caller. */
  async open(): Promise<void> {
    await Promise.all([
      this.#listener.waitUntilReady(),
      this.#tasks.waitUntilReady(),
      this.#replies.waitUntilReady(),
    ]);
    await this.register();
  }

  /** Lets the workers know of this caller: they look after what it leaves behind. */
  async register(): Promise<void> {
    await this.#link.client.sadd(this.#tasks.toKey("callers"), this.caller);
  }

  /**
   * Puts a task into the queue.
   *
   * @returns false if the connection was lost meanwhile, so that nobody knows whether it is there
   * @throws {RuntimeError} with the words of Redis, if it refuses
   */
  async add(id: string, task: TaskData): Promise<boolean> {
    for (;;) {
      try {
        await this.#tasks.add(task.name, task, { ...JOB, jobId: id });
        return true;
      } catch (error) {
        if (isUnsent(error)) await this.#senderReady();
        else if (isOutage(error)) return false;
        else {
          throw new RuntimeError(
            `Cannot send ${task.name}: Redis says ${(error as Error).message}`,
          );
        }
      }
    }
  }

  /** It always lets other things happen first: ioredis says "ready" of a stream that has just ended. */
  #senderReady(): Promise<void> {
    const sender = this.#sender;
    if (sender.status === "ready") return sleep(SENDER);
    return this.#back ??= new Promise<void>((resolve) => {
      const done = (): void => {
        sender.off("ready", done).off("end", done);
        this.#back = undefined;
        resolve();
      };
      sender.on("ready", done).on("end", done);
    });
  }

  /** Which of the tasks are neither in the queue nor answered: Redis has forgotten them. */
  async missing(ids: readonly string[]): Promise<string[]> {
    const keys = ids.flatMap((id) => [this.#tasks.toKey(id), this.#replies.toKey(`r-${id}`)]);
    const found = await this.#all(keys.map((key) => ["exists", key]));
    return ids.filter((_, i) => found[2 * i] === 0 && found[2 * i + 1] === 0);
  }

  /**
   * How those of the tasks stand that a worker has, and those that one was seen to have before, but for
   * those that the queue has no longer.
   */
  async begun(ids: ReadonlySet<string>, before: Iterable<string>): Promise<Standing[]> {
    const active = new Set(await this.#tasks.getRanges(["active"], 0, -1));
    const asked = [...new Set([...active, ...before])].filter((id) => ids.has(id));
    const keys = asked.map((id) => this.#tasks.toKey(id));
    const locks = await this.#all(keys.map((key) => ["exists", `${key}:lock`]));
    const notes = await this.#all(keys.map((key) => ["hmget", key, "name", "progress", "stc"]));
    return asked.flatMap((id, i) => {
      const [name, progress, stalled] = notes[i] as (string | null)[];
      if (name === null) return [];
      const { worker, after, ...note } = parseProgress(progress);
      const lost = note.lost + (Number(stalled) || 0);
      return [{ id, active: active.has(id), held: locks[i] === 1, worker, after, lost }];
    });
  }

  async #all(commands: string[][]): Promise<unknown[]> {
    if (commands.length === 0) return [];
    const answers = await this.#link.client.pipeline(commands).exec() ?? [];
    return answers.map(([error, value]) => {
      if (error) throw error;
      return value;
    });
  }

  /** Takes a task out of the queue; false if a worker has it, or it is not there. */
  async remove(id: string): Promise<boolean> {
    try {
      return await this.#tasks.remove(id) === 1;
    } catch {
      return false; // it is locked by the worker that runs it
    }
  }

  /**
   * Takes tasks out of the queue, but for those that a worker has. In parts, so that Redis is free
   * between them, and for as long as it answers; the last first, since they are found first.
   */
  async removeAll(ids: readonly string[]): Promise<void> {
    if (!this.#link.up) return;
    const keys = ["", "wait", "paused", "active"].map((part) => this.#tasks.toKey(part));
    for (let end = ids.length; end > 0; end -= AT_ONCE) {
      const part = ids.slice(Math.max(0, end - AT_ONCE), end).reverse();
      const step = this.#sender.eval(REMOVE, keys.length, ...keys, ...part);
      if (!await atMost(PATIENCE, step)) return;
    }
  }

  /** The workers that are connected now. */
  async workers(): Promise<WorkerInfo[]> {
    return workersAmong(await connectedTo(this.#link.client), this.#queue);
  }

  /** Leaves nothing behind, and ends all connections, though Redis may be gone. */
  async close(): Promise<void> {
    const { client } = this.#link;
    if (this.#link.up) {
      await atMost(PATIENCE, this.#listener.close());
      await atMost(PATIENCE, this.#replies.obliterate({ force: true }));
      await atMost(PATIENCE, client.srem(this.#tasks.toKey("callers"), this.caller));
    }
    this.abandon();
  }

  /** Ends all connections at once: also what BullMQ would try again for ever. */
  abandon(): void {
    void this.#listener.close(true).catch(() => {});
    this.#link.close();
  }
}
