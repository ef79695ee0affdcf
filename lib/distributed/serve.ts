/** A worker: it takes tasks from a queue, and has them run by processes of its own. */

import type { Job, Worker } from "bullmq";
import { loadable, name as runtime } from "../runtime/current.ts";
import { libraryModule } from "../runtime/home.ts";
import { timeNow } from "../runtime/clock.ts";
import { RuntimeError } from "../errors.ts";
import { Pool } from "../multiprocessing/pool/pool.ts";
import { sleep } from "../program/sleep.ts";
import { Callers } from "./callers.ts";
import { type Engine, loadEngine, PREFIX } from "./engine.ts";
import { Host } from "./host.ts";
import { greet, prepare } from "./inside.ts";
import { atMost } from "./line.ts";
import { isOutage, Link } from "./link.ts";
import { giveBackOrphans } from "./orphans.ts";
import { type ServeOptions, type Settings, settingsOf } from "./serve_options.ts";
import { seldom, type Tell, teller } from "./tell.ts";
import { nameOfWorker } from "./workers.ts";

export type { ServeOptions };

/** So often, at least, in ms, it is looked for tasks of lost workers. */
const SOONEST = 100;

/** How long, in ms, the end of BullMQ's worker is waited for when nothing runs. */
const AFTER_ALL = 2000;

/**
 * Serves the tasks of distributed pools on this machine until `signal` is aborted: what the command
 * `interleave worker` does. Tasks run in processes of their own, never in this one.
 *
 * Without Redis it waits, with one line on standard error; so it does when Redis goes away later.
 *
 * @param options where Redis is, which modules are served, by how many processes
 * @returns when it has ended: `signal` was aborted, and what ran has come to its end
 * @throws {TypeError} if an option is of the wrong kind
 * @throws {RangeError} if a number is out of range
 * @throws {ConnectionError} if Redis refuses: a wrong password or certificate
 * @throws {RuntimeError} if tasks still ran `grace` ms after `signal`; they are ended
 * @throws what the initializer threw
 *
 * @example
 * ```ts
 * import { serve } from "../lib/distributed.ts";
 *
 * const leave = new AbortController();
 * // Nobody listens there: it waits for Redis, until it is to leave.
 * const served = serve({ url: "redis://127.0.0.1:1", root: ".", signal: leave.signal });
 * leave.abort();
 * await served;
 * ```
 */
export async function serve(options: ServeOptions): Promise<void> {
  const settings = settingsOf(options);
  await serveTelling(settings, teller(settings.name, settings.json));
}

/** The same for whoever tells of it in words of their own. */
export async function serveTelling(settings: Settings, tell: Tell): Promise<void> {
  const { address, signal } = settings;
  const { shown } = address;
  if (signal?.aborted) return;
  const engine = await loadEngine("serve");
  let back = (): void => {};
  const link = new Link(engine, address, {
    waits: (why) =>
      tell("waiting", {
        en: `${shown} cannot be reached (${why}); trying again`,
        zh: `连不上 ${shown}（${why}）；继续尝试`,
      }),
    lost: (why) =>
      tell("lost", {
        en: `lost ${shown} (${why}); trying again`,
        zh: `与 ${shown} 的连接断了（${why}）；继续尝试`,
      }),
    back() {
      tell("back", { en: `${shown} is back`, zh: `又连上了 ${shown}` });
      back();
    },
  });
  try {
    await link.open({ timeout: Infinity, signal });
  } catch (error) {
    if (signal?.aborted) return;
    throw error;
  }
  const station = new Station(engine, link, settings, tell);
  back = () => station.back();
  await station.work();
}

/** A worker whose connection is there. */
class Station {
  readonly #link: Link;
  readonly #settings: Settings;
  readonly #tell: Tell;
  readonly #pool: Pool;
  readonly #callers: Callers;
  readonly #host: Host;
  readonly #engine: Engine;
  /** Rejects when its processes cannot go on. */
  readonly #broken: Promise<never>;
  readonly #seldom: Tell;
  readonly #toKey: (part: string) => string;
  #worker: Worker | undefined;
  /** What is done when Redis is back, one after the other. */
  #backs: Promise<void> = Promise.resolve();

  constructor(engine: Engine, link: Link, settings: Settings, tell: Tell) {
    const { name, root, only, processes, maxtasksperchild, initializer, queue } = settings;
    const { lostAfter: after } = settings;
    this.#engine = engine;
    this.#link = link;
    this.#settings = settings;
    this.#tell = tell;
    this.#seldom = seldom(tell);
    const module = libraryModule("distributed/inside");
    const first = initializer ? { ...initializer, from: loadable(initializer.module) } : null;
    this.#pool = new Pool(processes, {
      module,
      maxtasksperchild,
      initializer: prepare,
      initargs: [first],
    }) as unknown as Pool;
    this.#callers = new Callers(engine, link.client, `${PREFIX}:${queue}:callers`, tell);
    let broken!: (error: unknown) => void;
    this.#broken = new Promise((_, reject) => broken = reject);
    this.#broken.catch(() => {}); // `work` hears of it
    const pool = this.#pool, callers = this.#callers, client = link.client;
    const toKey = (part: string): string => `${PREFIX}:${queue}:${part}`;
    this.#toKey = toKey;
    this.#host = new Host({ name, root, only, after, pool, callers, client, toKey, tell, broken });
  }

  back(): void {
    this.#callers.back();
    this.#backs = this.#backs.then(() => this.#giveBackOrphans()).catch(() => {}); // it is away again
  }

  async #giveBackOrphans(): Promise<void> {
    const worker = this.#worker, { client } = this.#link;
    if (worker === undefined) return;
    const has = (id: string): boolean => this.#host.has(id);
    await giveBackOrphans({ engine: this.#engine, worker, client, toKey: this.#toKey, has });
  }

  async work(): Promise<void> {
    const { signal } = this.#settings;
    let aborted = (): void => {};
    const leave = new Promise<void>((resolve) => aborted = resolve);
    signal?.addEventListener("abort", aborted);
    if (signal?.aborted) aborted();
    try {
      // Its processes can work: what the initializer throws ends the worker before it takes a task.
      await Promise.race([leave, this.#pool.apply(greet)]);
      const worker = this.#worker = this.#take();
      this.#sayReady();
      await Promise.race([leave, this.#broken]).catch(async (error) => {
        await atMost(AFTER_ALL, worker.close()); // what was lost with its processes is told
        throw error;
      });
      await this.#finish(worker);
    } finally {
      signal?.removeEventListener("abort", aborted);
      await this.#end();
    }
  }

  #take(): Worker {
    const { queue, name, processes, lostAfter } = this.#settings;
    const take = (job: Job, token?: string): Promise<void> => this.#host.process(job, token!);
    const worker = new this.#engine.Worker(queue, take, {
      connection: this.#link.client,
      prefix: PREFIX,
      name: nameOfWorker({ name, runtime, processes }),
      concurrency: processes,
      lockDuration: lostAfter,
      stalledInterval: Math.max(SOONEST, Math.floor(lostAfter / 5)),
      maxStalledCount: 1e6, // the host judges itself how often a task may be lost
      runRetryDelay: 1000,
    });
    worker.on("error", (error) => this.#trouble(error));
    return worker;
  }

  #trouble(error: Error): void {
    // The state of the connection is told by the link. A lock that could not be renewed is one that
    // Redis gave to another worker meanwhile, which the caller hears of. A key is missing when the
    // caller has cleared up, or the host did.
    if (isOutage(error) || /lock|Missing key/i.test(error.message)) return;
    this.#seldom("error", {
      en: `Redis says ${error.message}`,
      zh: `Redis 报错：${error.message}`,
    });
  }

  #sayReady(): void {
    const { root, queue, processes, address } = this.#settings;
    const many = processes === 1 ? "1 process" : `${processes} processes`;
    this.#tell("ready", {
      en: `serves ${root} with ${many} on ${runtime}: queue ${queue} of ${address.shown}`,
      zh: `开始服务：${root}，${processes} 个 ${runtime} 进程，队列 ${queue}，${address.shown}`,
    });
  }

  /** Takes no more tasks, and waits for those that run. */
  async #finish(worker: Worker): Promise<void> {
    const { grace } = this.#settings;
    this.#tell("leaving", {
      en: `takes no more tasks; ${this.#host.busy} still run`,
      zh: `不再取任务；还有 ${this.#host.busy} 个在运行`,
    });
    const closed = worker.close();
    let over = false;
    void closed.then(() => over = true, () => over = true);
    // Without a Redis that answers it would never be closed, though nothing runs.
    const idle = async (): Promise<void> => {
      for (const end = timeNow() + grace; this.#host.busy > 0 && timeNow() < end;) await sleep(50);
    };
    await atMost(grace, Promise.race([closed, idle().then(() => atMost(AFTER_ALL, closed))]));
    const left = this.#host.busy;
    if (over || left === 0) return;
    this.#host.stop();
    this.#pool.terminate();
    await atMost(1000, closed);
    throw new RuntimeError(
      `Cannot leave in time: ${left} tasks still ran after ${grace} ms, and were ended`,
    );
  }

  async #end(): Promise<void> {
    this.#pool.terminate();
    const left = this.#callers.end(this.#link.up);
    void this.#worker?.close(true).catch(() => {});
    await Promise.all([left, this.#pool.join()]);
    this.#link.close();
    this.#tell("left", { en: "has left", zh: "已退出" });
  }
}
