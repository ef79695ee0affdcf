/**
 * The event loop: a line of things to run, and timers. That is all there is to it; tasks, sleeping
 * and waiting are built on these two. It follows `asyncio.BaseEventLoop._run_once`.
 */

import {
  clearTimeout,
  LONGEST,
  queueMicrotask,
  setImmediate,
  setTimeout,
  timeNow,
} from "../runtime/clock.ts";
import { RuntimeError } from "../errors.ts";
import { turns } from "../turns.ts";
import { Members } from "./members.ts";
import type { Member } from "./members.ts";
import { Timers } from "./timers.ts";
import type { Timer } from "./timers.ts";

/** What the loop runs: the next step of a task, or a callback. It must not throw. */
export interface Runnable {
  run(): void;
}

/** A task, as the loop sees it. */
export interface LoopTask extends Runnable, Member<LoopTask> {
  readonly name: string;
}

function isTask(runnable: Runnable): runnable is LoopTask {
  return "before" in runnable;
}

/** How long, in ms, turns follow each other before files, sockets and signals have their turn. */
const SLICE = 4;

let running: Loop | null = null;

export class Loop {
  /** The tasks that have not ended. */
  readonly tasks: Members<LoopTask> = new Members();
  /** The task that is running. */
  task: LoopTask | null = null;

  /** What runs in the next turn, in this order. */
  #ready: Runnable[] = [];
  #timers = new Timers();
  readonly #virtual = new Set<() => void>();
  #alarm: ReturnType<typeof setTimeout> | undefined;
  #alarmAt: number | undefined;
  /** Is a turn on its way? Before the start nothing else may begin one. */
  #scheduled = true;
  #sliceEnd = 0;

  /** Runs `runnable` in the next turn, after what is in line already. */
  callSoon(runnable: Runnable): void {
    if (turns && isTask(runnable)) return turns.soon(runnable.name, () => this.#runOnly(runnable));
    this.#ready.push(runnable);
    if (running !== this) this.#schedule();
  }

  /** Runs `runnable` after `ms` milliseconds, never earlier. Infinity: never. */
  callLater(ms: number, runnable: Runnable): Timer {
    if (turns) {
      const cancel = turns.later(ms, () => this.#runOnly(runnable));
      this.#virtual.add(cancel);
      return { when: 0, order: 0, runnable, place: -1, cancel };
    }
    const timer = this.#timers.add(timeNow() + ms, runnable);
    if (running !== this) this.#schedule();
    return timer;
  }

  cancelTimer(timer: Timer): void {
    timer.cancel?.();
    this.#timers.remove(timer);
  }

  /** Runs the first turn, at once. */
  start(): void {
    this.#beginSlice();
  }

  /** Forgets all timers: nothing of this loop keeps the program alive any more. */
  stop(): void {
    this.#timers = new Timers();
    this.#setAlarm();
    for (const cancel of this.#virtual) cancel();
  }

  /** A turn that an exploration gave: what it makes ready and is no task follows at once. */
  #runOnly(runnable: Runnable): void {
    this.#ready.push(runnable);
    do this.#turn(); while (this.#ready.length > 0);
  }

  /** Sees to it that a turn comes: at once, or after the host's own work when the slice is over. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    if (turns || timeNow() < this.#sliceEnd) queueMicrotask(this.#turn);
    else setImmediate(this.#beginSlice);
  }

  readonly #beginSlice = (): void => {
    this.#sliceEnd = timeNow() + SLICE;
    this.#turn();
  };

  /**
   * One turn: everything that was ready when it began, in order of arrival. What becomes ready
   * meanwhile waits for the next turn, so no task can keep the others from running.
   */
  readonly #turn = (): void => {
    this.#scheduled = false;
    this.#collectTimers();
    const ready = this.#ready;
    this.#ready = [];
    const before = running;
    running = this;
    try {
      for (const runnable of ready) runnable.run();
    } finally {
      running = before;
    }
    if (this.#ready.length > 0) this.#schedule();
    else this.#setAlarm();
  };

  /** Puts the timers that are due in line. */
  #collectTimers(): void {
    let next = this.#timers.earliest;
    if (!next) return;
    const now = timeNow();
    for (; next && next.when <= now; next = this.#timers.earliest) {
      this.#timers.remove(next);
      this.#ready.push(next.runnable);
    }
  }

  /** Nothing is ready: the host shall wake the loop for its earliest timer. */
  #setAlarm(): void {
    const next = this.#timers.earliest;
    if (next?.when === this.#alarmAt) return;
    clearTimeout(this.#alarm);
    this.#alarmAt = next?.when;
    if (!next) return;
    const ms = Math.ceil(next.when - timeNow());
    this.#alarm = setTimeout(this.#ring, Math.min(Math.max(ms, 0), LONGEST));
  }

  readonly #ring = (): void => {
    this.#alarmAt = undefined;
    if (!this.#scheduled) this.#beginSlice();
  };
}

/** The loop whose turn it is, or null. */
export function currentLoop(): Loop | null {
  return running;
}

/** The loop whose turn it is. @throws {RuntimeError} there is none. */
export function runningLoop(): Loop {
  if (running) return running;
  throw new RuntimeError(
    "no running event loop: call this in a coroutine that run() or createTask() runs",
  );
}
