/** Executes one schedule and takes down each step: who did what, on which object, in which line. */

import { fileURLToPath } from "node:url";
import type { Details } from "../memory/steering.ts";
import { home } from "../runtime/home.ts";
import {
  type Ending,
  execute,
  objectOf,
  type Policy,
  type Scenario,
  threadName,
} from "./control.ts";
import { nameOf } from "../threading/record.ts";
import type { Step, Wait } from "./types.ts";

/** What was seen of one execution. */
export interface Recorded {
  readonly ending: Ending;
  readonly steps: readonly Step[];
  readonly waits: readonly Wait[];
  readonly preemptions: number;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const library = home.href;
const libraryPath = fileURLToPath(home);

/** The innermost place of `stack` outside the library: "file.ts:7". */
export function placeIn(stack: string): string {
  for (const line of stack.split("\n").slice(1)) {
    if (line.includes(library) || line.includes(libraryPath)) continue;
    const place = /([^/\\\s(]+):(\d+)(?::\d+)?\)?$/.exec(line.trim());
    if (place && !line.includes("node:")) return `${place[1]}:${place[2]}`;
  }
  return "";
}

class Names {
  readonly #names = new Map<number, string>();
  readonly #counts = new Map<string, number>();

  created(cell: number, kind: string, name: string | undefined): void {
    const number = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, number);
    this.#names.set(cell, name ?? `${kind}-${number}`);
  }

  of(cell: number): string {
    return this.#names.get(cell) ?? "lock";
  }
}

/** Executes what `policy` chooses. */
export function record(scenario: Scenario, policy: Policy): Recorded {
  const names = new Names(), steps: Writable<Step>[] = [];
  const threads = new Map<number, string>();
  const pending = new Map<number, Details>(), last = new Map<number, Writable<Step>>();
  const objects = new Map<number, number>(), holders = new Map<string, string>();
  let preemptions = 0;
  const ending = execute(scenario, policy, {
    stopped(thread, details) {
      threads.set(thread, threadName(thread));
      for (const [cell, kind, name] of details.created) names.created(cell, kind, name);
      const step = last.get(thread);
      if (step && details.gave !== undefined && !("value" in step)) step.value = details.gave;
      if (step) hold(holders, step);
      last.delete(thread);
      pending.set(thread, details);
      objects.set(thread, objectOf(thread));
    },
    stepped(thread, object, preempted) {
      const { operation = "", stack = "", writes } = pending.get(thread) ?? {};
      const step: Writable<Step> = {
        thread: threads.get(thread) ?? threadName(thread),
        operation,
        object: names.of(object),
        where: placeIn(stack),
        preempted,
      };
      if (writes !== undefined) step.value = writes;
      if (preempted) preemptions++;
      steps.push(step);
      last.set(thread, step);
    },
  });
  const waits: Wait[] = [];
  for (const thread of "waiting" in ending ? ending.waiting : []) {
    const { operation, stack } = pending.get(thread) ?? { operation: "", stack: "" };
    const object = operation === "join"
      ? nameOf(objects.get(thread)!)
      : names.of(objects.get(thread) ?? 0);
    waits.push({
      thread: threads.get(thread) ?? "",
      operation,
      object,
      holder: holders.get(object) ?? null,
      where: placeIn(stack),
    });
  }
  return { ending, steps, waits, preemptions };
}

function hold(holders: Map<string, string>, step: Step): void {
  if (step.object === null) return;
  if (step.operation === "acquire" && step.value === true) holders.set(step.object, step.thread);
  if (step.operation === "release") holders.delete(step.object);
}
