/** The pool of section "beyond one machine": the calls of a pool, carried out by other machines. */

import { share } from "../codec/shared.ts";
import { given, optionsOf, wholeNumber } from "../arguments.ts";
import { timeNow } from "../runtime/clock.ts";
import { report } from "../system/output.ts";
import { Calls } from "../multiprocessing/pool/calls.ts";
import { addressOf, queueOf, type Tls } from "./address.ts";
import { RemoteCrew } from "./crew.ts";
import { loadEngine } from "./engine.ts";
import { Line } from "./line.ts";
import { Link } from "./link.ts";
import { rootFolder } from "./modules.ts";
import type { WorkerInfo } from "./workers.ts";

/** Options of a distributed pool. */
export interface PoolOptions {
  /** Where Redis is: `redis://user:password@host:6379/0`, `rediss://` for TLS. Default: the environment's INTERLEAVE_URL. */
  url?: string | undefined;
  /** Which workers: those that serve this queue. Default: "interleave". */
  queue?: string | undefined;
  /** The module that exports the functions, where that is not the main module: `import.meta.url`. */
  module?: string | URL | undefined;
  /** Modules travel as paths below this folder. Default: the nearest one above the module with a package.json or deno.json. */
  root?: string | URL | undefined;
  /** How often a task whose worker was lost is run again. Default: 0, which makes it a `WorkerLostError`. */
  maxRetries?: number | undefined;
  /** How many chunks of `imap` may be under way beyond what was taken. Default: 16. */
  buffersize?: number | undefined;
  /** How long, in ms, Redis is tried to be reached at first. Default: 5000. */
  connectTimeout?: number | undefined;
  /** What a URL cannot say of an encrypted connection, as texts in PEM format. */
  tls?: Tls | undefined;
}

const KNOWN = [
  "url",
  "queue",
  "module",
  "root",
  "maxRetries",
  "buffersize",
  "connectTimeout",
  "tls",
];

/** Options of a local pool that belong to the workers here, and where they are said. */
const MOVED: Readonly<Record<string, string>> = {
  initializer: "--initializer init.ts#setUp",
  initargs: "--initializer init.ts#setUp, a function without arguments",
  maxtasksperchild: "--maxtasksperchild N",
  processes: "--processes N",
};

const ACT = "make pool";

function checkNames(options: object): void {
  for (const name of Object.keys(options)) {
    if (KNOWN.includes(name)) continue;
    const moved = MOVED[name];
    throw new TypeError(
      moved
        ? `Cannot ${ACT}: ${name} is said to each worker where it is started: interleave worker ${moved}`
        : `Cannot ${ACT}: there is no option ${given(name)}; there are ${KNOWN.join(", ")}`,
    );
  }
}

/**
 * The calls of `multiprocessing.Pool`, carried out by workers on any number of machines: those that
 * `interleave worker` or `serve` has started on the same queue of the same Redis. Follows CPython's
 * `multiprocessing.Pool`.
 *
 * A task is run at most once, or at most `maxRetries` times more if its worker was lost; "exactly
 * once" cannot be had between machines. `terminate` drops what waits; what already runs, runs on.
 *
 * @example
 * ```ts
 * import { main } from "../lib/multiprocessing.ts";
 * import { ConnectionError, Pool } from "../lib/distributed.ts";
 * import assert from "node:assert/strict";
 *
 * export function square(n: number) {
 *   return n * n;
 * }
 *
 * main(import.meta, async () => {
 *   // Nobody listens there. With Redis and a worker, it gives [1, 4, 9].
 *   await using pool = new Pool({ url: "redis://127.0.0.1:1", connectTimeout: 300 });
 *   await assert.rejects(pool.map(square, [1, 2, 3]), ConnectionError);
 * });
 * ```
 */
export class Pool extends Calls {
  readonly #crew: RemoteCrew;

  /**
   * It begins to connect at once; a call rejects if that fails.
   *
   * @param options where Redis is, and how tasks are treated
   * @throws {TypeError} if an option is none, or of the wrong kind
   * @throws {RangeError} if a number is out of range
   */
  constructor(options: PoolOptions = {}) {
    const act = `Cannot ${ACT}`;
    if (typeof options === "number") {
      throw new TypeError(
        `${act}: how many processes work is said to each worker where it is started: ` +
          `interleave worker --processes ${options}`,
      );
    }
    checkNames(optionsOf(act, options));
    const { maxRetries = 0, buffersize = 16, connectTimeout = 5000, module, tls } = options;
    wholeNumber(act, "maxRetries", maxRetries, 0, 1e6);
    wholeNumber(act, "buffersize", buffersize, 1);
    wholeNumber(act, "connectTimeout", connectTimeout, 1, 2 ** 31 - 1);
    const queue = queueOf(ACT, options.queue);
    const address = addressOf(ACT, options.url, tls);
    const root = options.root === undefined ? undefined : rootFolder(ACT, options.root);
    const crew = new RemoteCrew(async (hear, back, signal) => {
      const engine = await loadEngine(ACT);
      const link = new Link(engine, address, {
        lost: (why) => report(`interleave: lost ${address.shown} (${why}); trying again\n`),
        back() {
          report(`interleave: ${address.shown} is back\n`);
          back();
        },
      });
      const until = timeNow() + connectTimeout;
      await link.open({ timeout: connectTimeout, signal });
      const line = new Line(engine, link, queue, hear);
      try {
        await link.during(line.open(), {
          timeout: until - timeNow(),
          limit: connectTimeout,
          signal,
        });
      } catch (error) {
        line.abandon();
        throw error;
      }
      return line;
    }, { ahead: buffersize, root, retries: maxRetries, queue });
    super(crew, module);
    this.#crew = crew;
  }

  /**
   * The workers that serve the queue now.
   *
   * @returns for each its name, its runtime, and how many tasks it runs at a time
   * @throws {ConnectionError} if Redis could not be reached
   * @throws {RuntimeError} with the words of Redis, if it refuses; or if the pool has ended
   */
  async workers(): Promise<WorkerInfo[]> {
    return await this.#crew.workers();
  }

  /** @internal */
  override [share](): never {
    throw new TypeError("a pool stays where it was made; send what it is to work on");
  }
}
