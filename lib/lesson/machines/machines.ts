/** The machines of a lesson about several: each a process of its own that serves a queue. */

import { context, setContext } from "../../runtime/current.ts";
import { Process } from "../../multiprocessing.ts";
import { serveTelling } from "../../distributed/serve.ts";
import { settingsOf } from "../../distributed/serve_options.ts";
import type { Pool } from "../../distributed.ts";
import { sleep } from "../../program/sleep.ts";

/** After so many ms without a word, a machine counts as lost. */
export const SILENCE = 3000;

const KEY = "machine";

/** The machine that runs this task, by its name. */
export function currentMachine(): string {
  return context(KEY) ?? "";
}

/** Serves the modules of a folder, with one process, until it is killed. */
export async function serveAs(name: string, url: string, root: string): Promise<void> {
  setContext(KEY, name);
  const options = { name, url, root, processes: 1, lostAfter: SILENCE };
  await serveTelling(settingsOf(options), () => {});
}

/** What the process of a machine runs. */
export type Machine = (name: string, url: string, root: string) => Promise<void>;

/** Invariant: those that were not killed serve the queue until all are disposed of. */
export class Machines {
  readonly names: readonly string[];
  readonly #processes: readonly Process<Parameters<Machine>, ReturnType<Machine>>[];

  /**
   * @param target what each process runs: an export of the script that calls `serveAs`
   * @param count from 1 to 26: they are called A, B, C, ...
   * @param root the folder of the modules that they serve
   */
  constructor(target: Machine, count: number, url: string, root: string) {
    this.names = Array.from({ length: count }, (_, i) => String.fromCharCode(65 + i));
    this.#processes = this.names.map((name) =>
      new Process({ target, args: [name, url, root], name })
    );
    for (const each of this.#processes) each.start();
  }

  /** Waits until all serve the queue of `pool`. */
  async ready(pool: Pool): Promise<void> {
    while ((await pool.workers()).length < this.names.length) {
      const gone = this.#processes.find((each) => !each.isAlive());
      if (gone) await gone.result(); // throws what has ended it
      await sleep(20);
    }
  }

  /** Pulls the plug of one. */
  kill(name: string): void {
    this.#processes[this.names.indexOf(name)]!.kill();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const each of this.#processes) each.kill();
    for (const each of this.#processes) await each.join();
  }
}
