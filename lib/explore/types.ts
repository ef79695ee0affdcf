/** What an exploration takes and what it answers. */

/** What `explore` takes. Times are milliseconds. */
export interface ExploreOptions<A extends readonly unknown[] = readonly unknown[]> {
  /** The scenario's arguments. */
  args?: A | undefined;
  /** The module that exports the scenario, where that is not the main module: `import.meta.url`. */
  module?: string | URL | undefined;
  /** At most so many forced switches in one schedule; default: no limit. */
  preemptions?: number | undefined;
  /** At most so many executions; default 100,000. */
  executions?: number | undefined;
  /** At most so long, in ms; default 60,000. */
  time?: number | undefined;
  /** Up to which step other choices are tried; a schedule of twice as many is endless. Default 10,000. */
  steps?: number | undefined;
  /** Count all schedules and outcomes? */
  count?: boolean | undefined;
  /** Instead of all schedules: so many random ones. */
  random?: number | undefined;
  /** Where the random schedules begin; default 1. */
  seed?: number | undefined;
  /** A timed wait expires only when nothing else can go on (default), or at any time. */
  timeouts?: "last" | "any" | undefined;
  /** Condition waits may also wake for no reason. */
  spurious?: boolean | undefined;
  /** Ends the exploration when it is aborted: the promise rejects with its reason. */
  signal?: AbortSignal | undefined;
  /** Called now and then; `false` ends the exploration, which then answers what is known by then. */
  onProgress?: ((progress: Progress) => void | boolean) | undefined;
}

/** How far an exploration is. */
export interface Progress {
  /** How many executions there were so far. */
  readonly executions: number;
  /** How many forced switches the schedules of this round have. */
  readonly preemptions: number;
  /** Milliseconds since its start. */
  readonly elapsed: number;
  /** Milliseconds until all is covered, as an estimate; null where there is none. */
  readonly left: number | null;
  /**
   * How many schedules there are, as an estimate that takes 16 executions more; null for a
   * search that is short so far.
   */
  readonly schedules: number | null;
}

/** One operation on a shared object. */
export interface Step {
  /** The name of the thread that did it. */
  readonly thread: string;
  /** The method as it is called without `Sync`; `read` and `write` for values. */
  readonly operation: string;
  /** The name of the object; null for a step that has none. */
  readonly object: string | null;
  /** Which element it is, of a SharedArray. */
  readonly index?: number;
  /** What was read, written or answered; of an item of a queue only what is small. */
  readonly value?: unknown;
  /** It was not done: an error was thrown, because of what it was given. */
  readonly refused?: true;
  /** `file.ts:line` of the innermost place outside the library. */
  readonly where: string;
  /** Was another thread, which could have gone on, held up for it? */
  readonly preempted: boolean;
  /** What each thread stood before when this was done, in order of their creation: also who did it. */
  readonly choices: readonly Choice[];
}

/** A thread that waits, and for what. */
export interface Wait {
  /** The name of the thread that waits. */
  readonly thread: string;
  /** What it wants to do. */
  readonly operation: string;
  /** The name of the object at which it waits. */
  readonly object: string;
  /** The thread that holds the lock; null where it is none: nobody holds a semaphore or a queue. */
  readonly holder: string | null;
  /** `file.ts:line` of the innermost place outside the library. */
  readonly where: string;
}

/** How a schedule fails. */
export interface Failure {
  /** An error left the scenario or a thread, all wait for ever, or they go on for ever. */
  readonly kind: "error" | "deadlock" | "endless";
  /** The error, if it is one. */
  readonly error: Error | null;
  /** Replays anywhere. */
  readonly schedule: string;
  /** How many forced switches it takes. */
  readonly preemptions: number;
  /** What was done, to the failing step. */
  readonly steps: readonly Step[];
  /** Of an endless schedule: what is done again and again. */
  readonly cycle: readonly Step[];
  /** Who waits for what at its end. */
  readonly waits: readonly Wait[];
  /**
   * The step, counted from 0, that made it inevitable: before it a schedule could still end well, behind
   * it none can. Null where that takes too long to find out, and for an endless one.
   */
  readonly inevitable: number | null;
  /** A schedule that is the same before that step and ends well; null if there is none, or none is known. */
  readonly passing: string | null;
}

/** What an exploration found. */
export interface Verdict<R = unknown> {
  /** `open`: nothing was found, and not everything was covered. */
  readonly result: "holds" | "fails" | "open";
  /** Is every schedule covered? */
  readonly complete: boolean;
  /** All schedules with at most so many preemptions are covered; Infinity when complete, -1 for none. */
  readonly preemptions: number;
  /** Was there a schedule of more than `steps` steps, whose later choices were not tried? */
  readonly overran: boolean;
  /** How many executions there were. */
  readonly executions: number;
  /** How many schedules there are, with `count`, else null. */
  readonly schedules: bigint | null;
  /** And how many of them fail. */
  readonly failing: bigint | null;
  /** What the scenario returned. */
  readonly outcomes: readonly {
    readonly value: R;
    readonly schedules: bigint | null;
    readonly schedule: string;
  }[];
  /** The smallest failure: fewest preemptions, then fewest steps. */
  readonly failure: Failure | null;
}

/** One execution. */
export interface Execution<R = unknown> {
  /** What was done. */
  readonly steps: readonly Step[];
  /** What the scenario returned; null if it failed. */
  readonly outcome: { readonly value: R } | null;
  /** How it failed; null if it did not. */
  readonly failure: Failure | null;
}

/** What a thread would do next. */
export interface Choice {
  /** The name of the thread. */
  readonly thread: string;
  /** The method as it is called without `Sync`. */
  readonly operation: string;
  /** The name of the object; null where there is none. */
  readonly object: string | null;
  /** Which element it is, of a SharedArray. */
  readonly index?: number;
  /** `file.ts:line` of the innermost place outside the library. */
  readonly where: string;
  /** Can it be done now? */
  readonly enabled: boolean;
  /** Who holds the lock, else the name of the object or thread; null where it can be done, or sleeps. */
  readonly waitsFor: string | null;
}

/** An execution whose scheduler is the caller. */
export interface Walk<R = unknown> {
  /** What was done so far. */
  readonly steps: readonly Step[];
  /** What each thread would do next. */
  readonly choices: readonly Choice[];
  /** How it ended, when it has. */
  readonly ended: Execution<R> | null;
  /**
   * Lets a thread do its next step. Where several are called so (asynchronous calls of one thread, threads of
   * one name), a name means the first of them that can go on; one of `choices` means itself.
   */
  take(thread: string | Choice): Promise<void>;
  /** Undoes a step; nothing at the start. */
  back(): Promise<void>;
  /** The next step towards a nearest failure, and how many are left; null if none was found. */
  hint(): Promise<{ thread: string; steps: number } | null>;
  /** Ends the execution and frees its threads. */
  close(): Promise<void>;
}
