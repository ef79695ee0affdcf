/** Looks for tasks of a caller that nobody runs any more, so that none is waited for in vain. */

import { clearTimeout, setTimeout, timeNow } from "../runtime/clock.ts";
import { write } from "../system/output.ts";
import type { Line } from "./line.ts";
import { isOutage } from "./link.ts";
import { parseProgress } from "./messages.ts";
import type { WorkerInfo } from "./workers.ts";

/** How often, in ms, it looks while there are tasks. */
const EVERY = 1000;
/** How often it looks whether the queue still has them all, without a reason to doubt it. */
const ALL_EVERY = 10_000;
/** After so long without a worker that is said. */
const LONELY = 5000;

/** What it looks after. */
export interface Watched {
  /** Those that are sent and have no result, by their latest ids. */
  ids(): string[];
  isOpen(id: string): boolean;
  /** The task will never have a result. */
  lost(id: string, how: string): void;
  /** So many processes serve the queue now. */
  processes(count: number): void;
}

/**
 * A task is lost if the queue has it no longer, or nobody is seen to serve the queue and the worker
 * that began it holds it no longer (while somebody serves it, that one sees to such tasks). Each is found twice,
 * one look after the other, before it counts: a reply may be on its way.
 */
export class Lookout {
  readonly #queue: string;
  readonly #watched: Watched;
  #line: Line | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ended = false;
  /** Those whose sending is under way: the queue need not have them yet. */
  readonly #unsent: Set<string> = new Set();
  #missing: ReadonlySet<string> = new Set();
  #abandoned: ReadonlySet<string> = new Set();
  #doubt = false;
  #lookedAtAll: number = timeNow();
  #lonelySince: number | undefined;
  #saidLonely = false;
  #saidUnseen = false;

  constructor(queue: string, watched: Watched) {
    this.#queue = queue;
    this.#watched = watched;
  }

  async begin(line: Line): Promise<void> {
    this.#line = line;
    if (!this.#ended) await this.#look();
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  sending(id: string): void {
    this.#unsent.add(id);
  }

  /** `sure`: the queue has it. Otherwise that has to be found out. */
  sent(id: string, sure: boolean): void {
    this.#unsent.delete(id);
    if (!sure) this.#doubt = true;
  }

  /** Redis is back: perhaps without what it had. */
  back(): void {
    this.#doubt = true;
    this.#line?.register().catch(() => {}); // it is gone again: then this is called again
  }

  async #look(): Promise<void> {
    try {
      await this.#check(this.#line!);
    } catch {
      // Redis is not there: what has become of the tasks is seen when it is back.
      this.#missing = this.#abandoned = new Set();
    }
    if (this.#ended) return;
    this.#timer = setTimeout(() => void this.#look(), EVERY);
  }

  async #check(line: Line): Promise<void> {
    const workers = await this.#workers(line);
    if (workers) {
      this.#watched.processes(workers.reduce((sum, { processes }) => sum + processes, 0));
    }
    if (this.#watched.ids().length === 0) {
      this.#lonelySince = undefined;
      return;
    }
    this.#checkLonely(workers?.length);
    await this.#checkMissing(line);
    if (!workers?.length) await this.#checkAbandoned(line);
    else this.#abandoned = new Set();
  }

  /** Who serves the queue; undefined where Redis does not let that be seen. */
  async #workers(line: Line): Promise<WorkerInfo[] | undefined> {
    try {
      return await line.workers();
    } catch (error) {
      if (isOutage(error)) throw error;
      if (!this.#saidUnseen) {
        write(
          2,
          `interleave: who serves queue ${this.#queue} cannot be seen, Redis says ` +
            `${(error as Error).message}; let this user do client|list\n`,
        );
      }
      this.#saidUnseen = true;
      return undefined;
    }
  }

  /** `workers`: how many there are, if that is known. */
  #checkLonely(workers: number | undefined): void {
    const now = timeNow();
    if (workers !== 0) {
      this.#lonelySince = undefined;
      this.#saidLonely = false;
      return;
    }
    this.#lonelySince ??= now;
    if (this.#saidLonely || now - this.#lonelySince < LONELY) return;
    this.#saidLonely = true;
    write(
      2,
      `interleave: nobody serves queue ${this.#queue}; tasks wait until a worker is started: ` +
        "interleave worker --root FOLDER\n",
    );
  }

  async #checkMissing(line: Line): Promise<void> {
    const before = this.#missing;
    const all = this.#doubt || timeNow() - this.#lookedAtAll > ALL_EVERY;
    if (!all && before.size === 0) return;
    if (all) this.#lookedAtAll = timeNow();
    this.#doubt = false;
    const asked = [...all ? this.#watched.ids() : before].filter((id) =>
      this.#watched.isOpen(id) && !this.#unsent.has(id)
    );
    let missing: string[];
    try {
      missing = await line.missing(asked);
    } catch (error) {
      this.#doubt = true;
      throw error;
    }
    this.#missing = new Set(missing.filter((id) => !before.has(id)));
    for (const id of missing) {
      if (!before.has(id)) continue;
      this.#watched.lost(
        id,
        "the queue has lost this task, Redis came back without its data or takes no result of it",
      );
    }
  }

  async #checkAbandoned(line: Line): Promise<void> {
    const ids = new Set(this.#watched.ids());
    const found = await line.abandoned(ids);
    const before = this.#abandoned;
    this.#abandoned = new Set(found.map(({ id }) => id));
    for (const { id, progress } of found) {
      if (!before.has(id) || !await line.remove(id)) continue;
      this.#watched.lost(id, `${parseProgress(progress).worker} was lost while it ran this task`);
    }
  }
}
