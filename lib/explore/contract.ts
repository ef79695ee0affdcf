/** What an execution takes and answers: between the control, which gives the turns, and the searches. */

import type { Details } from "../memory/slots.ts";
import type { Attempt } from "./attempt.ts";
import type { Environment } from "../system/environment.ts";

/** Where there was a choice, as far as it is remembered. */
export interface Fork {
  /** The threads that can go on, by their number, in order of creation. */
  readonly enabled: readonly number[];
  /** Those of the thread that did the step before: itself, or its asynchronous calls. To choose another is a preemption. */
  readonly own: readonly number[];
  /** What had been done by then, as a number: see trail.ts. */
  readonly mark: number;
}

/** What a policy decides upon. */
export interface Decision extends Fork {
  /**
   * The state of the execution, the same for all from which the same can follow; with `turns`, also the
   * same preemptions. Undefined if the program sees what cannot be compared.
   */
  state(turns: boolean): string | undefined;
}

/** Goes on from a choice once more with another policy, where that needs no new beginning. */
export type Again = (choose: Policy) => Attempt;

/** Does it take the turn from a thread that could go on? */
export function preempts(own: readonly number[], chosen: number): boolean {
  return own.length > 0 && !own.includes(chosen);
}

/** The number of the thread that goes on. */
export type Policy = (decision: Decision) => number;

/** What is told of an execution while it goes on, where steps are recorded. */
export interface Observer {
  /** The thread stands before a step; `gave` is what its last one gave. */
  stopped(thread: number, details: Details): void;
  stepped(thread: number, preempted: boolean): void;
  /** It ends; the threads that are left still stand where they stood. */
  ending(): void;
}

/** Follows the turns of an execution, to learn from them. */
export interface Watch {
  before(thread: number, turn: number): void;
  after(thread: number): void;
}

/** Is told that a thread spins and is put back, and, in short, what it had seen before. */
export type Spun = (thread: number, history: string) => void;

/** A loop of a thread, and the choices that lead into it. */
export interface Spin {
  readonly loop: string;
  readonly choices: readonly number[];
}

/** Where threads spin, by their loops and what they had seen before. */
export type Spins = ReadonlyMap<string, Spin>;

/** How an execution ended. */
export type Ending =
  | { readonly kind: "returned"; readonly value: unknown }
  | { readonly kind: "error"; readonly error: Error }
  | { readonly kind: "deadlock" | "endless"; readonly waiting: readonly number[] };

/** What else is known of an execution. */
export interface Course {
  /** Was the limit of steps passed? Then not all was followed. */
  readonly overran: boolean;
  readonly steps: number;
  /** What was done, as a number: see trail.ts. */
  readonly mark: number;
}

/** What is to be executed, and how. */
export interface Scenario {
  readonly target: (...args: never[]) => unknown;
  readonly args: readonly unknown[];
  readonly module: string | URL | undefined;
  readonly steps: number;
  /** Timed waits may expire at any time. */
  readonly early: boolean;
  /** Waits on conditions may end for no reason. */
  readonly spurious: boolean;
  readonly output: boolean;
  /** Threads spin in it: see states.ts. */
  readonly spins?: boolean;
  /** What the threads find in their environment, if not what all begin with. */
  readonly environment?: Environment | undefined;
}
