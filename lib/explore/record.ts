/** Executes one schedule and takes down each step: who did what, on which object, in which line. */

import { type Details, Slot, Status } from "../memory/slots.ts";
import { placeIn } from "../place.ts";
import type { Course, Decision, Ending, Observer, Policy, Scenario } from "./contract.ts";
import { execute } from "./control.ts";
import { nameOf } from "../threading/record.ts";
import { canGo, granted, hostOf, word } from "./standing.ts";
import { isOver, objectOf, Stuck, threadName } from "./turns.ts";
import type { Choice, Step, Wait } from "./types.ts";

/** What was seen of one execution. */
export interface Recorded {
  /** Null if the policy halted it. */
  readonly ending: Ending & Course | null;
  /** Where its threads stood at the end. */
  readonly standing: readonly Standing[];
  readonly steps: readonly Step[];
  readonly waits: readonly Wait[];
  readonly preemptions: number;
}

/** Thrown by a policy that wants to see where the threads stand. */
export class Halt {
  readonly decision: Decision;

  constructor(decision: Decision) {
    this.decision = decision;
  }
}

/** A thread and what it would do next. */
export interface Standing {
  readonly number: number;
  readonly wait: Wait;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

class Names {
  readonly #names = new Map<number, string>();
  readonly #counts = new Map<string, number>();
  #locks = 0;

  created(cell: number, kind: string, name: string | undefined): void {
    const number = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, number);
    this.#names.set(cell, name ?? `${kind}-${number}`);
  }

  /** The locks that Values have of their own are called in order of their first use. */
  of(cell: number): string {
    const known = this.#names.get(cell);
    if (known !== undefined) return known;
    const name = ++this.#locks === 1 ? "lock" : `lock-${this.#locks}`;
    this.#names.set(cell, name);
    return name;
  }
}

/** Executes what `policy` chooses. */
export function record(scenario: Scenario, policy: Policy): Recorded {
  const names = new Names(), steps: Writable<Step>[] = [];
  const threads = new Map<number, string>();
  const pending = new Map<number, Details>(), last = new Map<number, Writable<Step>>();
  const objects = new Map<number, string>(), holders = new Map<string, string>();
  const places = new Map<number, string>();
  const elements = new Map<number, { readonly index?: number }>();
  let preemptions = 0;
  let ending: Ending & Course | null = null;
  /** The lock that a thread that waits at a condition has given up and needs again. */
  const lockBesides = (thread: number): string | undefined => {
    const needs = word(thread, Slot.needs);
    return word(thread, Slot.status) === Status.listed && needs !== 0 ? names.of(needs) : undefined;
  };
  /** What each thread stands before, while `chosen` goes on. */
  const choices = (chosen: number): Choice[] => {
    const numbers = [...pending.keys()].sort((a, b) => a - b).filter((number) =>
      !isOver(number) && word(number, Slot.status) !== Status.resting
    );
    return numbers.map((number) => {
      const lock = lockBesides(number), wanted = lock !== undefined && granted(number);
      const operation = wanted ? "acquire" : pending.get(number)!.operation;
      const object = (wanted ? lock : objects.get(number)) ?? null;
      const enabled = number === chosen || canGo(number);
      return {
        thread: threads.get(number)!,
        operation,
        object,
        ...elements.get(number),
        where: places.get(number) ?? "",
        enabled,
        waitsFor: enabled ? null : holders.get(object ?? "") ?? object,
      };
    }).filter(({ operation }) => operation !== "");
  };
  const observer: Observer = {
    stopped(thread, details) {
      threads.set(thread, details.task ?? threadName(thread));
      for (const [cell, kind, name] of details.created) names.created(cell, kind, name);
      const step = last.get(hostOf(thread));
      if (step && details.gave !== undefined && !("value" in step)) step.value = details.gave;
      if (step) hold(holders, step);
      pending.set(thread, details);
      places.set(thread, placeIn(details.stack));
      const cell = objectOf(thread);
      const name = details.operation === "join" ? nameOf(cell) : names.of(cell);
      objects.set(thread, details.object ?? name);
      if (cell === 0) objects.delete(thread);
      elements.set(thread, details.index === undefined ? {} : { index: details.index });
    },
    stepped(thread, preempted) {
      const { operation = "", writes } = pending.get(thread) ?? {};
      const step: Writable<Step> = {
        thread: threads.get(thread) ?? threadName(thread),
        operation,
        object: objects.get(thread) ?? null,
        ...elements.get(thread),
        where: places.get(thread) ?? "",
        preempted,
        choices: choices(thread),
      };
      if (writes !== undefined) step.value = writes;
      if (preempted) preemptions++;
      const lock = lockBesides(thread);
      if (lock !== undefined) holders.set(lock, step.thread); // who waited at a condition has it again
      steps.push(step);
      last.set(hostOf(thread), step);
    },
    ending() {
      for (const thread of pending.keys()) if (isOver(thread)) pending.delete(thread);
    },
  };
  try {
    ending = execute(scenario, policy, observer);
  } catch (halt) {
    if (halt instanceof Stuck) throw stuckAfter(halt, steps);
    if (!(halt instanceof Halt)) throw halt;
  }
  const standing: Standing[] = [];
  for (const [number, { operation }] of [...pending].sort((a, b) => a[0] - b[0])) {
    if (operation === "") continue;
    const object = objects.get(number) ?? "", holder = holders.get(object) ?? null;
    const where = places.get(number) ?? "";
    const wait = { thread: threads.get(number)!, operation, object, holder, where };
    standing.push({ number, wait });
  }
  const waiting = ending && "waiting" in ending ? ending.waiting : [];
  const waits = standing.filter(({ number }) => waiting.includes(number)).map(({ wait }) => wait);
  // Of a deadlock beside which others go on for ever, only the way there is told.
  const told = ending?.kind === "deadlock" ? steps.slice(0, ending.steps) : steps;
  return { ending, standing, steps: told, waits, preemptions };
}

/** The same, with the last step of that thread. */
function stuckAfter({ thread }: Stuck, steps: readonly Step[]): Stuck {
  const name = threadName(thread), last = steps.findLast((step) => step.thread === name);
  const where = last && ` (its last step: ${last.operation} ${last.object ?? ""} at ${last.where})`;
  return new Stuck(thread, name, where ?? " (before its first step)");
}

function hold(holders: Map<string, string>, step: Step): void {
  if (step.object === null) return;
  if (step.operation === "acquire" && step.value === true) holders.set(step.object, step.thread);
  if (step.operation === "release") holders.delete(step.object);
}
