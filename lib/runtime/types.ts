/**
 * The contract of the runtime layer. node.ts, deno.ts and bun.ts each fulfil `Differences`, and
 * current.ts picks the one that this program runs on; nothing above this folder asks which.
 */

/** A command line: the file to execute and its arguments. */
export interface Command {
  readonly file: string;
  readonly args: string[];
}

/** How a program is to be started. */
export interface StartOptions {
  /** What its descriptors are, from 0 on: nothing, this program's own, or that descriptor of it. */
  readonly stdio: readonly ("ignore" | "inherit" | number)[];
  /** Its environment, where it is not this program's. */
  readonly env: Record<string, string | undefined> | undefined;
  /** Is called when it has ended: with its exit code, or with the signal that ended it. */
  readonly exited: (code: number | null, signal: string | null) => void;
}

/** A program that was started. */
export interface Started {
  /** Undefined if it could not be started. */
  readonly pid: number | undefined;
  kill(signal: "SIGTERM" | "SIGKILL"): void;
  /** It does not keep this program alive. */
  unref(): void;
}

/** Watches the environment of a worker. */
export interface EnvWatch {
  /** Is every change told? Not when another object was put into the place of `process.env`. */
  isSure(): boolean;
  /** Puts the watched one back into its place. */
  again(): void;
}

/** What differs from runtime to runtime. */
export interface Differences {
  readonly name: "node" | "deno" | "bun";
  readonly version: string;

  /**
   * The command that runs the module at `script` (a path or file URL) as a program of its own on
   * this runtime, with this program's loader and with no more permissions than it has itself.
   */
  command(script: string | URL, args?: readonly string[]): Command;

  /**
   * Where a worker or a child process has to import `module` from. The same URL, except on Node: there
   * the library's modules come from a bundle, and before 22.15 a plain JavaScript copy of a user's module
   * and of all that it imports is made once, for all, where a copy can be as good.
   */
  loadable(module: string): string;

  /** Imports what `loadable` has answered. */
  importModule(module: string): Promise<Record<string, unknown>>;

  /**
   * Is this program one executable with its runtime inside (`bun build --compile`, `deno compile`,
   * Node's single executables)? Then `process.execPath` is the program, and no runtime.
   */
  isExecutable(): boolean;

  /** May this program run the executable at `path`, without asking anybody? */
  mayRun(path: string): boolean;

  /** Calls `last` before an uncaught error ends the program, where no event "exit" follows; the answer removes it. */
  onFatal(last: () => void): () => void;

  /** May this program read the file at `path`, without asking anybody? */
  mayRead(path: string): boolean;

  /**
   * To be called before a child is started.
   *
   * @throws what the system says, if no descriptor is free for what this runtime needs to see it end
   */
  prepareChild(): void;

  /**
   * Starts the executable `file`. That it ended is told also where `process.nextTick` was replaced, as
   * frameworks for tests do.
   */
  startProgram(file: string, args: readonly string[], options: StartOptions): Started;

  /**
   * Why processes cannot be had, in a sentence without its end, if `error` is this runtime's refusal for
   * want of permissions; undefined if it is anything else.
   */
  refusal(error: unknown): string | undefined;

  /** The flags of this program that a worker must not inherit are left out. */
  workerFlags(): string[] | undefined;

  /** The module whose `register()` lets a worker read what this program's loader reads, if it has one. */
  workerLoader(): string | undefined;

  /** The environment of a child process, where it is not simply this program's own. */
  childEnv(): Record<string, string | undefined> | undefined;

  /** All of this thread's environment; undefined where it may not be read without asking. */
  environment(): Record<string, string> | undefined;

  /**
   * Calls `written` before code of this worker changes its environment; undefined where the runtime
   * has ways around it.
   */
  watchEnvironment(written: () => void): EnvWatch | undefined;

  /** Does a descriptor that one thread has opened mean the same file in the others? */
  readonly sharesDescriptors: boolean;

  /** Frees what garbage collection can free, now. For leak tests and for warnings at exit. */
  collectGarbage(): void;
}
