/** Looks for tasks of a caller that nobody runs any more, so that none is waited for in vain. */

import { clearTimeout, setTimeout, timeNow } from "../runtime/clock.ts";
import { report } from "../system/output.ts";
import type { Line, Standing } from "./line.ts";
import { isOutage } from "./link.ts";
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
  /** May the task be run again, if it was lost so often since it was sent? */
  mayRunAgain(id: string, losses: number): boolean;
  /** The task was lost so often since it was sent, and nobody runs it. */
  lost(id: string, how: string, losses: number): void;
  /** So many processes serve the queue now. */
  processes(count: number): void;
}

/**
 * A task is lost if the queue has it no longer, or if the worker that began it holds it no longer. Each
 * is found twice, one look after the other, before it counts: a reply may be on its way. While
 * others serve the queue they see to what is not held, sooner or later: they may all be busy, and
 * Redis takes a machine without power for one that is connected. So it is waited for a fifth of the
 * time after which that worker counts as lost, and for longer after Redis was away: the worker may only not
 * have said yet that it is there.
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
  /** The tasks that a worker was seen to have; for those that it does not hold, since when. */
  #begun: ReadonlyMap<string, number | undefined> = new Map();
  #backSince = -Infinity;
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
    this.#backSince = timeNow();
    this.#line?.register().catch(() => {}); // it is gone again: then this is called again
  }

  async #look(): Promise<void> {
    try {
      await this.#check(this.#line!);
    } catch {
      // Redis is not there: what has become of the tasks is seen when it is back.
      this.#missing = new Set();
      this.#begun = new Map([...this.#begun.keys()].map((id) => [id, undefined]));
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
    await this.#checkBegun(line, workers?.length !== 0);
  }

  /** Who serves the queue; undefined where Redis does not let that be seen. */
  async #workers(line: Line): Promise<WorkerInfo[] | undefined> {
    try {
      return await line.workers();
    } catch (error) {
      if (isOutage(error)) throw error;
      if (!this.#saidUnseen) {
        report(
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
    report(
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
        1,
      );
    }
  }

  /** `served`: others may see to it. */
  async #checkBegun(line: Line, served: boolean): Promise<void> {
    const before = this.#begun, now = timeNow();
    const begun: Map<string, number | undefined> = new Map();
    const standings = await line.begun(new Set(this.#watched.ids()), before.keys());
    this.#begun = begun;
    for (const task of standings) {
      const since = task.active && !task.held ? before.get(task.id) ?? now : undefined;
      begun.set(task.id, since);
      if (task.held || !this.#isLost(task, since, served)) continue;
      const losses = task.active ? task.lost + 1 : task.lost; // or it is counted already
      if (!await line.remove(task.id)) continue;
      begun.delete(task.id);
      this.#watched.lost(task.id, `${task.worker} was lost while it ran this task`, losses);
    }
  }

  /** `since` when nobody holds it though a worker has it; otherwise it waits to be run again. */
  #isLost(task: Standing, since: number | undefined, served: boolean): boolean {
    if (since === undefined) return !this.#watched.mayRunAgain(task.id, task.lost);
    const now = timeNow(), wasAway = now - this.#backSince < task.after;
    return served ? now - since >= task.after / 5 * (wasAway ? 3 : 1) : since < now;
  }
}
