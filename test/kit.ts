/**
 * What suites share. It imports no test framework, so the code of a thread or a child process may
 * import it as well (a file that imports uvu must never be loaded there: uvu's queue is global).
 *
 * Rules for suites: a file `test/NAME.ts` of one or more `suite(...)`, each ended by `.run()`; no
 * hooks (fixtures by `using` or try/finally); only Errors are thrown; targets of threads and
 * processes live in `test/fixtures/`; a suite that needs more than 60 seconds says
 * `// deadline: 120 s` near its top, one that measures time `// alone`.
 */

import process from "node:process";
import { fileURLToPath } from "node:url";
import { type Ended, run, type Running } from "./tools/process.ts";
import { commandFor, root, thisRuntime } from "./tools/runtimes.ts";

export { Gate, until, within } from "./tools/waiting.ts";
export type { Ended, Running };
export { root };

/** The runtime that runs this suite: "node", "deno" or "bun". */
export const runtime: "node" | "deno" | "bun" = thisRuntime().kind;

/** Its version, "20.20.2". */
export const version: string = thisRuntime().version;

/** Its major version, 20. */
export const major: number = Number.parseInt(version);

/** Is this a long run (`npm test -- --soak`)? */
export const soak: boolean = process.env["INTERLEAVE_SOAK"] === "1";

/** Options of `startScript` and `spawnScript`. */
export interface ScriptOptions {
  readonly args?: readonly string[];
  /** Added to the environment; undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Given on standard input, which is then closed. */
  readonly stdin?: string;
  /** Milliseconds until it is killed with all that it started (default 20 s). */
  readonly deadline?: number;
  /** Called with each piece of output. */
  readonly onOutput?: (text: string) => void;
}

/**
 * Starts a TypeScript file on the runtime of this suite. `script` is a path from the project's
 * folder, or a URL. It and all that it started are gone when `ended` settles.
 */
export function startScript(script: string | URL, options: ScriptOptions = {}): Running {
  const path = script instanceof URL || script.startsWith("file:") ? fileURLToPath(script) : script;
  return run(commandFor(thisRuntime(), path, options.args), {
    ...options,
    deadline: options.deadline ?? 20_000,
    cwd: options.cwd ?? root,
  });
}

/**
 * Runs a TypeScript file on the runtime of this suite, and answers how it ended: code, signal,
 * stdout, stderr, `killed` when the deadline had passed, `leftBehind` when it left processes.
 */
export function spawnScript(script: string | URL, options: ScriptOptions = {}): Promise<Ended> {
  return startScript(script, options).ended;
}

/**
 * Runs `body` `rounds` times, in a soak fifty times as often, one after the other. A failure says in
 * which round it was.
 */
export async function stress(
  rounds: number,
  body: (round: number) => unknown,
): Promise<void> {
  const all = soak ? rounds * 50 : rounds;
  for (let round = 1; round <= all; round++) {
    try {
      await body(round);
    } catch (error) {
      throw new Error(`in round ${round} of ${all}: ${(error as Error)?.message ?? error}`, {
        cause: error,
      });
    }
  }
}

/** A repeatable random number generator (mulberry32): numbers from 0 to below 1. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One way in which a runtime does not do what the others do. */
export interface Gap {
  readonly on: readonly ("node" | "deno" | "bun")[];
  /** The version on which it was last seen. */
  readonly seen: string;
  readonly what: string;
}

/**
 * The known differences, as data. A suite asserts each as it stands, `assert.is(seen,
 * !hasGap("..."))`: when a runtime mends its ways the test turns red, and the entry goes.
 */
export const gaps = {
  execArgvIsEmpty: {
    on: ["deno"],
    seen: "Deno 2.9.6",
    what: "process.execArgv does not hold the flags that the program was started with",
  },
  timersOutliveThreads: {
    on: ["bun"],
    seen: "Bun 1.4.5",
    what: "nobody can tell that timers of node:timers are left in a worker, so they run on in it",
  },
  consoleOfWorkerWaits: {
    on: ["node", "bun"],
    seen: "Node 24.21.0, Bun 1.4.5",
    what: "what a worker writes to process.stdout waits for the event loop of the main thread",
  },
  clocksBeginWithWorkers: {
    on: ["deno", "bun"],
    seen: "Deno 2.9.6, Bun 1.4.5",
    what: "performance.now() of a worker counts from the worker's own start",
  },
  eventLoopsTellNothing: {
    on: ["bun"],
    seen: "Bun 1.4.5",
    what:
      "process.getActiveResourcesInfo() is empty: nobody can tell that a worker waits for a socket",
  },
} as const satisfies Record<string, Gap>;

/** Does this runtime have that gap? */
export function hasGap(name: keyof typeof gaps): boolean {
  const gap: Gap = gaps[name];
  return gap.on.includes(runtime);
}
