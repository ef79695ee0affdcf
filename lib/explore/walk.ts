/** Lets the caller be the scheduler: each position is executed anew, so going back is no trouble. */

import { RuntimeError } from "../errors.ts";
import type { Decision, Policy, Scenario } from "./contract.ts";
import { choiceOf, type Position } from "./positions.ts";
import { Halt, record } from "./record.ts";
import { executionOf, explained } from "./replay.ts";
import { onwards, writeSchedule } from "./schedule.ts";
import { search } from "./search.ts";
import type { Choice, Execution, Step, Walk } from "./types.ts";

/** A hint is looked for in so many executions. */
const HINT = 2_000;

/** What others must not do meanwhile: see `alone` in lib/explore.ts. */
type Alone = <T>(act: () => T | Promise<T>) => Promise<T>;

export class Walking<R> implements Walk<R> {
  steps: readonly Step[] = [];
  choices: readonly Choice[] = [];
  ended: Execution<R> | null = null;

  readonly #scenario: Scenario;
  readonly #alone: Alone;
  /** Who did each step, and which of them were choices. */
  #taken: number[] = [];
  #chosen: number[] = [];
  #standing: readonly Position[] = [];
  #enabled: readonly number[] = [];
  #closed = false;

  constructor(scenario: Scenario, alone: Alone) {
    this.#scenario = scenario;
    this.#alone = alone;
  }

  /** Goes to the position after the steps that were taken. */
  async look(): Promise<void> {
    await this.#alone(async () => {
      this.#look();
      if (this.ended) this.ended = await explained(this.#scenario, this.ended);
    });
  }

  async take(choice: string | Choice): Promise<void> {
    this.#open();
    const found = this.#standing.find(({ number, thread }, at) =>
      (typeof choice === "string" ? thread === choice : this.choices[at] === choice) &&
      this.#enabled.includes(number)
    );
    if (!found) throw new RuntimeError(`Cannot take a step: ${this.#whyNot(choice)}`);
    this.#taken.push(found.number);
    await this.look();
  }

  #whyNot(choice: string | Choice): string {
    if (this.ended) return "the execution has ended. Go back() first";
    const able = this.choices.filter(({ enabled }) => enabled).map(({ thread }) => thread);
    const instead = `Take one of: ${able.join(", ")}`;
    if (typeof choice !== "string" && !this.choices.includes(choice)) {
      return "this choice is none of those that `choices` has now: it belongs to another position, " +
        `or is a copy. ${instead}`;
    }
    const thread = typeof choice === "string" ? choice : choice.thread;
    const known = this.choices.some((other) => other.thread === thread);
    return `${
      known ? `thread '${thread}' cannot go on` : `no thread '${thread}' is here`
    }. ${instead}`;
  }

  async back(): Promise<void> {
    this.#open();
    if (this.#taken.pop() !== undefined) await this.look();
  }

  async hint(): Promise<{ thread: string; steps: number } | null> {
    this.#open();
    if (this.ended) return null;
    const limits = { preemptions: Infinity, executions: HINT, all: true, stop: () => false };
    const begin = this.#chosen, done = this.#taken.length;
    const { nearest } = await this.#alone(() => search(this.#scenario, limits, begin));
    if (!nearest) return null;
    const first = this.#enabled.length > 1 ? nearest.choices[begin.length]! : this.#enabled[0]!;
    const { thread } = this.#standing.find(({ number }) => number === first)!;
    return { thread, steps: nearest.steps - done };
  }

  // deno-lint-ignore require-await -- closing may take time when executions are kept
  async close(): Promise<void> {
    this.#closed = true;
  }

  #open(): void {
    if (this.#closed) throw new RuntimeError("Cannot walk: the walk is closed. Begin another one");
  }

  #look(): void {
    let at = 0, decision: Decision | undefined;
    const chosen: number[] = [];
    const policy: Policy = (now) => {
      if (at >= this.#taken.length) {
        decision = now;
        throw new Halt(now);
      }
      const thread = this.#taken[at++]!;
      if (now.enabled.length > 1) chosen.push(thread);
      return now.enabled.includes(thread) ? thread : onwards(now);
    };
    const recorded = record(this.#scenario, policy);
    this.#chosen = chosen;
    this.#standing = recorded.standing;
    this.#enabled = decision?.enabled ?? [];
    this.steps = recorded.steps;
    this.ended = recorded.ending
      ? executionOf(
        recorded,
        writeSchedule({ ...this.#scenario, ...recorded.ending, choices: chosen }),
      )
      : null;
    this.choices = this.ended
      ? []
      : recorded.standing.map((position) =>
        choiceOf(position, this.#enabled.includes(position.number))
      );
  }
}
