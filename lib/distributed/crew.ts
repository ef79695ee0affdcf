/** The crew of a distributed pool: it hands the chunks of calls to workers on other machines. */

import { decode } from "../codec.ts";
import { RuntimeError } from "../errors.ts";
import { FunctionTable } from "../multiprocessing/pool/function_table.ts";
import type { Crew } from "../multiprocessing/pool/calls.ts";
import { type Job, LATER } from "../multiprocessing/pool/job.ts";
import type { Chunk } from "../multiprocessing/pool/worker_slot.ts";
import { Deferred } from "../multiprocessing/link/deferred.ts";
import type { Reference } from "../program/reference.ts";
import { randomBytes } from "../system/random.ts";
import type { Connect, CrewOptions } from "./crew_options.ts";
import { atMost, type Line } from "./line.ts";
import { Lookout } from "./lookout.ts";
import { border, type ReplyData, toBytes } from "./messages.ts";
import { pathsBelow } from "./modules.ts";
import { readResults } from "./results.ts";
import { lostError, type Task, taskOf } from "./task.ts";
import type { WorkerInfo } from "./workers.ts";

/** How many tasks are sent at one go. */
const AT_ONCE = 256;

/** How long, in ms, is waited for what is being sent when it is to be taken back. */
const LAST_SENT = 800;

/** How long, in ms, the first call waits for who serves the queue. */
const FIRST_LOOK = 1000;

/** As many processes as are assumed where none is known. */
const USUAL = 8;

/**
 * Invariant: `#tasks` has each task that was sent and is not settled, under all its ids. A job is in
 * `#jobs` while it may have chunks to send, in `#paused` while it says LATER.
 */
export class RemoteCrew implements Crew {
  readonly ahead: number;
  size: number = USUAL;
  readonly #options: CrewOptions;
  readonly #name: string = randomBytes(8);
  readonly #functions: FunctionTable = new FunctionTable();
  readonly #pathOf: (module: string) => string;
  readonly #tasks: Map<string, Task> = new Map();
  readonly #line: Promise<Line>;
  /** The line, once it is known how many processes serve the queue. */
  readonly #begun: Promise<Line>;
  readonly #lookout: Lookout;
  #jobs: Job[] = [];
  readonly #paused: Set<Job> = new Set();
  readonly #opening: AbortController = new AbortController();
  #lastId = 0;
  #pumping = false;
  /** Settles when what is being sent is sent. */
  #sending: Promise<unknown> = Promise.resolve();
  #closed = false;
  #leaving = false;
  #broken: { readonly error: unknown } | undefined;
  readonly #end: Deferred<void> = new Deferred();

  constructor(connect: Connect, options: CrewOptions) {
    this.ahead = options.ahead;
    this.#options = options;
    this.#pathOf = pathsBelow(options.root);
    this.#lookout = new Lookout(options.queue, {
      ids: () => [...this.#tasks].filter(([id, { ids }]) => ids.at(-1) === id).map(([id]) => id),
      isOpen: (id) => this.#tasks.has(id),
      mayRunAgain: (id, losses) => (this.#tasks.get(id)?.lost ?? 0) + losses <= options.retries,
      lost: (id, how, losses) => this.#lost(id, how, losses),
      processes: (count) => this.size = count > 0 ? count : USUAL,
    });
    this.#line = connect(
      (reply) => this.#hear(reply),
      () => this.#lookout.back(),
      this.#opening.signal,
    );
    this.#begun = this.#line.then(async (line) => {
      await atMost(FIRST_LOOK, this.#lookout.begin(line));
      return line;
    });
    this.#begun.catch((error) => this.breakDown(error));
  }

  /** Who serves the queue; rejects with why that is not to be had. */
  async workers(): Promise<WorkerInfo[]> {
    const line = await this.#line;
    const act = "Cannot ask for workers";
    try {
      if (!this.#leaving) return await line.workers();
    } catch (error) {
      if (!this.#leaving) throw new RuntimeError(`${act}: Redis says ${(error as Error).message}`);
    }
    throw new RuntimeError(`${act}: the pool has ended`);
  }

  numberOf(reference: Reference): number {
    this.#pathOf(reference.module);
    return this.#functions.numberOf(reference);
  }

  nextId(): number {
    return ++this.#lastId;
  }

  add(job: Job): void {
    if (this.#broken) return job.failAll(this.#broken.error);
    this.#jobs.push(job);
    void this.#pump();
  }

  resume(job: Job): void {
    if (!this.#paused.delete(job)) return;
    this.#jobs.push(job);
    void this.#pump();
  }

  forget(job: Job): void {
    this.#jobs = this.#jobs.filter((other) => other !== job);
    this.#paused.delete(job);
    const dropped = [...this.#tasks].filter(([, task]) => task.chunk.job === job);
    for (const [id] of dropped) this.#tasks.delete(id);
    if (dropped.length > 0) {
      void this.#removed(dropped.map(([id]) => id)).catch(() => {});
    }
    this.#rest();
  }

  /** Takes tasks out of the queue: also those whose sending is under way. */
  async #removed(ids: readonly string[]): Promise<void> {
    const line = await this.#line;
    await atMost(LAST_SENT, this.#sending);
    await line.removeAll(ids);
  }

  /** Sends chunks until no job has more to send just now. */
  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      const line = await this.#begun;
      while (this.#jobs.length > 0 && !this.#broken) {
        this.#sending = Promise.all(this.#nextTasks().map((task) => this.#send(line, task)));
        await this.#sending;
      }
    } catch {
      // It cannot be reached: that has broken the crew, and failed the jobs.
    }
    this.#pumping = false;
    this.#rest();
  }

  /** The tasks to be sent next; what cannot be sent fails. */
  #nextTasks(): Task[] {
    const tasks: Task[] = [];
    while (this.#jobs.length > 0 && tasks.length < AT_ONCE) {
      const job = this.#jobs[0]!;
      const chunk = job.nextChunk();
      if (this.#jobs[0] !== job) continue; // the iterable has ended the pool, or left the job
      if (chunk === LATER) {
        this.#paused.add(job);
        this.#jobs.shift();
        continue;
      }
      if (!chunk || job.takesTurns) this.#jobs.shift();
      if (!chunk) continue;
      if (job.takesTurns) this.#jobs.push(job);
      const task = this.#taskOf(chunk);
      if (task) tasks.push(task);
    }
    return tasks;
  }

  #taskOf(chunk: Chunk): Task | undefined {
    try {
      const { module, name } = this.#functions.get(chunk.fn);
      const task = taskOf(chunk, name, this.#pathOf(module), this.#options.retries);
      this.#register(task);
      return task;
    } catch (error) {
      chunk.job.fail(chunk, error);
      return undefined;
    }
  }

  /** Gives the task an id under which it is sent. */
  #register(task: Task): void {
    const id = `${this.#name}-${task.chunk.id}-${task.ids.length}`;
    task.ids.push(id);
    this.#tasks.set(id, task);
    this.#lookout.sending(id);
  }

  async #send(line: Line, task: Task): Promise<void> {
    const id = task.ids.at(-1)!;
    if (this.#tasks.get(id) !== task) return; // nobody wants it any more
    try {
      const { lost } = task;
      const sure = await line.add(id, { ...task.data, caller: line.caller, lost });
      this.#lookout.sent(id, sure);
    } catch (error) {
      this.#lookout.sent(id, true);
      if (this.#settled(task, id)) task.chunk.job.fail(task.chunk, error);
      this.#rest();
    }
  }

  /** Takes a task out, if it is still open: the first that is heard of it counts. */
  #settled(task: Task, id: string): boolean {
    if (this.#tasks.get(id) !== task) return false;
    for (const each of task.ids) this.#tasks.delete(each);
    return true;
  }

  #hear(reply: ReplyData): void {
    const task = this.#tasks.get(reply.id);
    if (!task || !this.#settled(task, reply.id)) return;
    const { chunk } = task;
    try {
      if ("lost" in reply) {
        chunk.job.fail(chunk, lostError(task, reply.lost.slice(0, 500)));
      } else if ("refused" in reply) {
        chunk.job.fail(chunk, decode(toBytes(reply.refused), { border }));
      } else {
        const { values, failures } = readResults(toBytes(reply.results), chunk.count);
        chunk.job.settle(chunk, 0, values, failures);
      }
    } catch (error) {
      chunk.job.fail(chunk, error); // what came is damaged, or from somebody else
    }
    this.#rest();
  }

  /** Nobody runs the task `id` any more, lost so often: it is sent again, as often as it may be. */
  #lost(id: string, how: string, losses: number): void {
    const task = this.#tasks.get(id);
    if (!task) return;
    task.lost += losses;
    if (task.lost <= this.#options.retries) {
      this.#register(task);
      void this.#line.then((line) => this.#send(line, task));
    } else if (this.#settled(task, id)) {
      task.chunk.job.fail(task.chunk, lostError(task, how));
      this.#rest();
    }
  }

  breakDown(error: unknown): void {
    if (this.#broken) return;
    this.#broken = { error };
    const jobs = new Set([...this.#jobs, ...this.#paused]);
    for (const { chunk } of this.#tasks.values()) jobs.add(chunk.job);
    const waiting = [...this.#tasks.keys()];
    this.#tasks.clear();
    this.#jobs = [];
    this.#paused.clear();
    for (const job of jobs) job.failAll(error);
    this.#leave(waiting);
  }

  close(): void {
    this.#closed = true;
    for (const job of [...this.#paused]) {
      job.takeAll?.();
      this.resume(job);
    }
    for (const job of this.#jobs) job.takeAll?.();
    this.#rest();
  }

  #rest(): void {
    if (!this.#closed || this.#pumping) return;
    if (this.#tasks.size === 0 && this.#jobs.length === 0 && this.#paused.size === 0) {
      this.#leave([]);
    }
  }

  #leave(waiting: readonly string[]): void {
    if (this.#leaving) return;
    this.#leaving = true;
    this.#lookout.end();
    this.#opening.abort(new RuntimeError("the pool has ended"));
    const taken = waiting.length > 0 ? this.#removed(waiting) : Promise.resolve();
    const closed = (): Promise<void> => this.#line.then((line) => line.close());
    void taken.then(closed, closed).catch(() => {}).then(() => this.#end.resolve());
  }

  async ended(): Promise<void> {
    await this.#end.wait(Infinity, undefined, false);
  }
}
