/** The inside of a worker: it takes tasks, runs them one after the other, and posts the results. */

import { timeNow } from "../../../runtime/clock.ts";
import { observer } from "../../../memory/observer.ts";
import { type Reference, resolveTarget } from "../../../program/reference.ts";
import type { WorkerLine } from "../outside/handle.ts";
import { type Define, Mode, type Task, ToPool, ToWorker, Unreadable } from "../messages.ts";

type Work = (...args: unknown[]) => unknown;

/** After this many ms the results of a task that takes long are posted, as far as they are there. */
const PATIENCE = 20;
/** A task of less than this, in ms, is a short one. */
const SHORT = 0.1;
/** After so many short tasks the results leave together, at the latest after COLLECT ms. */
const HOT = 16;
const COLLECT = 0.5;

/** Functions by the number that the pool gave them. */
class Functions {
  readonly #references: Reference[] = [];
  readonly #found: (Work | undefined)[] = [];

  define([, index, reference]: Define): void {
    this.#references[index] = reference;
  }

  get(index: number): Work | undefined {
    return this.#found[index];
  }

  async find(index: number): Promise<Work> {
    return this.#found[index] = await resolveTarget(this.#references[index]!) as Work;
  }
}

/** The results of one task that were not yet posted. */
class Report {
  readonly #line: WorkerLine;
  readonly #id: number;
  #first = 0;
  #values: unknown[] = [];
  #failures: [number, unknown][] | 0 = 0;
  #last = 0;

  constructor(line: WorkerLine, id: number) {
    this.#line = line;
    this.#id = id;
  }

  value(value: unknown): void {
    this.#values.push(value);
  }

  failure(error: unknown): void {
    if (this.#failures === 0) this.#failures = [];
    this.#failures.push([this.#values.length, error]);
    this.#values.push(undefined);
  }

  /** Posts what is there if the task takes long. */
  async soon(now: number): Promise<void> {
    if (this.#last === 0) this.#last = now;
    if (now - this.#last < PATIENCE) return;
    this.#last = now;
    this.post(false);
    await this.#line.pause();
  }

  post(done: boolean): void {
    this.#send(done);
    this.#first += this.#values.length;
    this.#values = [];
    this.#failures = 0;
  }

  #send(done: boolean): void {
    const line = this.#line;
    const failures: [number, unknown][] = [];
    for (const [place, error] of this.#failures || []) failures.push([place, line.sendable(error)]);
    const post = () => {
      const all = failures.length > 0 ? failures : 0;
      line.post([ToPool.results, this.#id, this.#first, this.#values, all, done], "result");
    };
    try {
      return post();
    } catch {
      // Some result cannot be sent: which one is found out below.
    }
    for (const [place, value] of this.#values.entries()) {
      try {
        line.check(value, "result");
      } catch (error) {
        this.#values[place] = undefined;
        failures.push([place, line.sendable(error)]);
      }
    }
    post();
  }
}

/** Runs one task; answers how long it took, in ms. */
async function run(line: WorkerLine, work: Work, task: Task): Promise<number> {
  const [, id, , , mode, items] = task;
  const report = new Report(line, id);
  const began = timeNow();
  let now = began;
  const calls = mode === Mode.apply ? 1 : items.length;
  const call = (i: number) =>
    mode === Mode.map
      ? work(items[i])
      : work(...(mode === Mode.apply ? items : items[i] as unknown[]));
  for (let i = 0; i < calls; i++) {
    try {
      const result = observer ? observer.around("task", work.name, () => call(i)) : call(i);
      // Awaiting what is no promise would cost as much as a small task.
      report.value(result instanceof Promise || isThenable(result) ? await result : result);
    } catch (error) {
      report.failure(error);
    }
    if (calls > 1) await report.soon(now = timeNow());
  }
  observer?.tellNow();
  report.post(true);
  return (calls > 1 ? now : timeNow()) - began;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null &&
    typeof (value as { then?: unknown }).then === "function";
}

/** Works until the pool says stop, or `most` tasks were run (0 for no limit). */
export async function serve(
  line: WorkerLine,
  initializer: Reference | undefined,
  initargs: readonly unknown[],
  most: number,
): Promise<void> {
  const functions = new Functions();
  try {
    if (initializer) await (await resolveTarget(initializer) as Work)(...initargs);
  } catch (error) {
    line.post([ToPool.broken, line.sendable(error)], "error");
    return;
  }
  line.post([ToPool.ready], "ready");
  let hot = 0, expected = 0;
  let paused = 0;
  for (let ran = 0; most === 0 || ran < most;) {
    const there = line.next();
    // Awaiting what is there would cost as much as a small task.
    const message = (there instanceof Promise ? await there : there) as
      | Define
      | Task
      | [2]
      | Unreadable;
    if (message instanceof Unreadable) {
      // Tasks come in the order of their positions, and nothing but a task can be unreadable.
      const position = expected++;
      if (!line.begin(position)) continue;
      ran++;
      line.post([ToPool.unreadable, position, line.sendable(message.error)], "error");
      await line.pause();
      continue;
    }
    if (message[0] === ToWorker.stop) return;
    if (message[0] === ToWorker.define) {
      functions.define(message);
      continue;
    }
    expected = message[2] + 1;
    if (!line.begin(message[2])) {
      line.post([ToPool.refused, message[1], message[2]], "task");
      continue;
    }
    ran++;
    const took = await attempt(line, functions, message);
    hot = took < SHORT ? hot + 1 : 0;
    const now = timeNow();
    if (hot < HOT || now - paused > COLLECT) {
      await line.pause();
      paused = now;
    }
  }
}

async function attempt(line: WorkerLine, functions: Functions, task: Task): Promise<number> {
  const index = task[3];
  let work: Work;
  try {
    work = functions.get(index) ?? await functions.find(index);
  } catch (error) {
    const report = new Report(line, task[1]);
    const calls = task[4] === Mode.apply ? 1 : task[5].length;
    for (let i = 0; i < calls; i++) report.failure(error);
    report.post(true);
    return Infinity;
  }
  return await run(line, work, task);
}
