/** Creates the workers of this program, with its flags, and ends them all at its exit. */

import { loadable, workerFlags, workerLoader } from "../runtime/current.ts";
import process from "node:process";
import { home } from "../runtime/home.ts";
import { MessageChannel, type MessagePort, Worker, type WorkerOptions } from "node:worker_threads";
import { descriptorsFree } from "./descriptors.ts";
import { baseEnvironment } from "./environment.ts";
import { endIfClosed } from "./output.ts";
import { heapBuffer, memory, seed, type WorkerSeed } from "./shared.ts";

/** What the main thread hears of a worker. */
export interface WorkerEvents {
  /** It rang: see ports.ts. */
  readonly rang: () => void;
  readonly error: (error: unknown) => void;
  readonly exit: (code: number) => void;
}

const running = new Set<Worker>();

/**
 * Has the program's exit end all workers at once. Node by itself ends one and waits for it, then the
 * next, while the others go on to use the processors: with 64 busy ones Ctrl-C took 8 s, and now half
 * a second. It must be the very last step, since a worker may be writing while it is ended: so not a
 * handler of "exit", after which others still write.
 */
function endTogether(): void {
  const last = process as { reallyExit?: (code?: number) => never };
  const { reallyExit } = last;
  if (reallyExit === undefined) return; // not in every runtime
  last.reallyExit = (code) => {
    for (const worker of running) void worker.terminate();
    return reallyExit.call(process, code);
  };
}

if (!seed) endTogether();

let flags: string[] | undefined;

/**
 * A worker with the flags of this program, as far as a worker takes them: the rest (those of V8, a
 * title) hold for the whole process, and Node refuses them by name.
 */
function makeWorker(entry: URL, options: WorkerOptions): Worker {
  flags ??= workerFlags();
  if (flags === undefined) return new Worker(entry, options);
  for (;;) {
    try {
      return new Worker(entry, { ...options, execArgv: flags });
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      if (code !== "ERR_WORKER_INVALID_EXEC_ARGV") throw error;
      const kept = withoutRefused(flags, message);
      flags = kept.length < flags.length ? kept : [];
    }
  }
}

/** The flags that `message` does not name; a value that stands behind its flag goes with it. */
function withoutRefused(all: readonly string[], message: string): string[] {
  const refused = new Set(message.split(/[\s,:]+/).map((word) => word.split("=")[0]));
  let dropped = false;
  return all.filter((word) => {
    if (word.startsWith("-")) dropped = refused.has(word.split("=")[0]);
    return !dropped;
  });
}

/**
 * So many file descriptors a worker takes while it starts (measured; half of them it keeps). Without
 * them Deno 2.9.6 panics and Bun 1.4.5 ends, each with the whole program.
 */
const TAKEN = 8;

/**
 * Starts a worker that imports the module `entry`; `cell` is its own in shared memory. It does not
 * keep the program alive. Its port is drained and never listened to.
 */
export function startWorker(
  entry: string,
  cell: number,
  events: WorkerEvents,
): { readonly port: MessagePort; readonly terminate: () => void } {
  if (!descriptorsFree(TAKEN)) {
    throw new Error(`fewer than ${TAKEN} file descriptors are free (ulimit -n)`);
  }
  const { port1, port2 } = new MessageChannel();
  const interleave: WorkerSeed = {
    memory: memory.buffer,
    heap: heapBuffer,
    entry: loadable(entry),
    loader: workerLoader(),
    cell,
    port: port2,
  };
  const worker = makeWorker(new URL("system/boot.mjs", home), {
    workerData: { interleave },
    transferList: [port2],
    argv: process.argv.slice(2),
    ...(baseEnvironment ? { env: { ...baseEnvironment } } : {}),
  });
  worker.on("message", () => {
    endIfClosed(); // what it has to say may be that nobody reads the output: see output.ts
    events.rang();
  });
  worker.on("error", events.error);
  worker.on("exit", (code) => {
    running.delete(worker);
    events.exit(code);
  });
  worker.unref();
  running.add(worker);
  return { port: port1, terminate: () => void worker.terminate() };
}
