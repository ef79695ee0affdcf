/**
 * Every interleaving of a real program: runs a scenario, made of the same `Thread`, `Lock`, `Value` and
 * `Queue` as other programs, under every schedule, and answers a proof or the smallest failure.
 */

import { checkSignal, given, listOf, optionsOf, wholeNumber } from "./arguments.ts";
import { ExploreError, RuntimeError } from "./errors.ts";
import type { Scenario } from "./explore/contract.ts";
import { explained, replayed, soonest } from "./explore/replay.ts";
import { checkAgain } from "./explore/same.ts";
import { changes } from "./explore/schedule.ts";
import { executionsOf, type Findings } from "./explore/attempt.ts";
import { likelySchedules, timeLeft } from "./explore/estimate.ts";
import { countAll } from "./explore/count.ts";
import { draw, type Limits, search } from "./explore/search.ts";
import type { Execution, ExploreOptions, Verdict, Walk } from "./explore/types.ts";
import { isSilent } from "./explore/turns.ts";
import { Walking } from "./explore/walk.ts";
import { inWorker } from "./runtime/current.ts";
import { timeNow } from "./runtime/clock.ts";
import { environmentToHand } from "./system/environment.ts";

export { ExploreError };
export { format, type FormatOptions } from "./explore/format.ts";
export type {
  Choice,
  Execution,
  ExploreOptions,
  Failure,
  Progress,
  Step,
  Verdict,
  Wait,
  Walk,
} from "./explore/types.ts";

const WHAT = "Cannot explore";

/** A search of so many ms is a long one: it is worth to estimate how many schedules there are. */
const LONG = 500;

/** One exploration after the other: each has all the threads. */
let before: Promise<unknown> = Promise.resolve();

function alone<T>(act: () => T | Promise<T>): Promise<T> {
  const result = before.then(act);
  before = result.catch(() => {});
  return result;
}

function scenarioOf(
  target: (...args: never[]) => unknown,
  options: ExploreOptions,
  output: boolean,
): Scenario {
  const { args, module, steps = 10_000, timeouts = "last" } = options;
  if (timeouts !== "last" && timeouts !== "any") {
    throw new TypeError(`${WHAT}: timeouts must be "last" or "any", but it is ${String(timeouts)}`);
  }
  wholeNumber(WHAT, "steps", steps, 1);
  if (inWorker) {
    throw new RuntimeError("cannot explore inside a thread: explore in the main thread");
  }
  return {
    target,
    args: listOf(WHAT, "args", args),
    module,
    steps,
    early: timeouts === "any",
    spurious: options.spurious === true,
    output,
    environment: environmentToHand(),
  };
}

/**
 * Runs `scenario` under every schedule of its threads. One operation on a shared object is one step;
 * memory is sequentially consistent, as `Atomics` has it; plain accesses of a typed array are not seen.
 * Each asynchronous call that is pending is a candidate of its own. Beyond Python: what loom and
 * shuttle are for Rust.
 *
 * @param scenario an exported function, as a thread's target; it starts threads, joins them, and throws
 * if something is wrong
 * @returns a promise of the verdict; it rejects with an ExploreError where it cannot judge, and with the
 * reason of an aborted `signal`
 * @throws {TypeError} {RangeError} if an option is not what it must be
 *
 * @example
 * ```ts
 * import { explore } from "../lib/explore.ts";
 * import { main, Thread, Value } from "../lib/threading.ts";
 * import assert from "node:assert/strict";
 *
 * export function add(total: Value) {
 *   total.value += 1;
 * }
 *
 * export function scenario() {
 *   const total = new Value("int32", 0, { name: "total" });
 *   const threads = [1, 2].map(() => new Thread({ target: add, args: [total] }));
 *   for (const thread of threads) thread.start();
 *   for (const thread of threads) thread.joinSync();
 *   assert.equal(total.value, 2);
 * }
 *
 * main(import.meta, async () => {
 *   const { result, failure } = await explore(scenario);
 *   assert.equal(result, "fails");
 *   assert.equal(failure?.preemptions, 1);
 * });
 * ```
 */
// deno-lint-ignore require-await -- wrong options reject, too
export async function explore<A extends unknown[], R>(
  scenario: (...args: A) => R,
  options: ExploreOptions<A> = {},
): Promise<Verdict<Awaited<R>>> {
  optionsOf(WHAT, options);
  const what = scenarioOf(scenario as never, options, false);
  const { preemptions = Infinity, executions = 100_000, time = 60_000, count = false } = options;
  const { random, seed = 1, signal, onProgress } = options;
  checkSignal(WHAT, signal);
  if (onProgress !== undefined && onProgress !== null && typeof onProgress !== "function") {
    throw new TypeError(`${WHAT}: onProgress must be a function, but it is ${given(onProgress)}`);
  }
  wholeNumber(WHAT, "executions", executions, 1);
  wholeNumber(WHAT, "seed", seed, -(2 ** 31), 2 ** 32);
  if (preemptions !== Infinity) wholeNumber(WHAT, "preemptions", preemptions, 0);
  if (random !== undefined) wholeNumber(WHAT, "random", random, 1);
  if (!(time >= 0)) throw new RangeError(`${WHAT}: time must be 0 or more ms, but it is ${time}`);
  return alone(async () => {
    const start = timeNow();
    let began = start, before = 0, likely: number | null | undefined;
    const limits: Limits = {
      preemptions,
      executions,
      all: false,
      stop(done, bound, share = 0) {
        signal?.throwIfAborted();
        const elapsed = timeNow() - start;
        if (onProgress && done % 16 === 0) {
          if (share < before) began = timeNow(); // counting begins anew
          before = share;
          if (likely === undefined && elapsed >= LONG && bound >= 0) likely = likelySchedules(what);
          const whole = preemptions === Infinity && bound >= 0 && (!count || bound === Infinity);
          const left = whole ? timeLeft(share, timeNow() - began) : null;
          const now = { executions: done, preemptions: bound, elapsed, left };
          if (onProgress({ ...now, schedules: likely ?? null }) === false) return true;
        }
        return elapsed >= time && done > 0;
      },
    };
    const findings = random === undefined
      ? await search(what, limits)
      : await draw(what, Math.min(random, executions), seed, limits);
    const ending = findings.smallest?.ending;
    if (!isSilent(ending?.kind === "error" ? ending.error : null)) {
      checkAgain(what, ending !== undefined || limits.stop(1, -1));
    }
    if (count && random === undefined) await counted(what, limits, findings);
    const verdict = await verdictOf<Awaited<R>>(what, findings, () => limits.stop(0, -1));
    return random === undefined ? verdict : { ...verdict, preemptions: -1 }; // drawn ones cover nothing
  });
}

/** Counts all schedules, if they can be: by their states, else by executing each. */
async function counted(scenario: Scenario, limits: Limits, findings: Findings): Promise<void> {
  if (limits.preemptions !== Infinity || !findings.followed) return;
  if (await countAll(scenario, limits, findings)) return;
  const each = await search(scenario, { ...limits, all: true, merge: false });
  findings.executions += each.executions;
  if (!each.complete) return;
  const { failing, covered, outcomes } = each;
  Object.assign(findings, { failing, covered, schedules: BigInt(each.executions) });
  findings.outcomes.splice(0, Infinity, ...outcomes);
}

async function verdictOf<R>(
  scenario: Scenario,
  findings: Findings,
  stop: () => boolean,
): Promise<Verdict<R>> {
  const { smallest, covered, schedules } = findings;
  const counted = schedules !== null, complete = findings.complete || counted;
  const seen = smallest && soonest(scenario, replayed<R>(scenario, smallest.schedule), stop);
  const failure = seen && (await explained(scenario, seen, stop)).failure;
  if (smallest && failure?.kind !== smallest.ending.kind) {
    throw changes("a failure was seen once and did not come again");
  }
  return {
    result: smallest ? "fails" : complete ? "holds" : "open",
    complete: complete && (!smallest || counted),
    preemptions: smallest && !counted ? smallest.preemptions - 1 : covered,
    overran: findings.overran,
    executions: executionsOf(findings),
    schedules,
    failing: counted ? findings.failing : null,
    outcomes: findings.outcomes.map(({ value, count: times, schedule }) => ({
      value: value as R,
      schedules: counted ? times : null,
      schedule,
    })),
    failure,
  };
}

/**
 * Runs `scenario` once more under the schedule that `explore` gave.
 *
 * @param schedule a `schedule` of a failure or an outcome
 * @param options `args` and `module` as for `explore`; `output`: show what the program prints
 * @returns a promise of its steps and how it ended; it rejects with an ExploreError if the program has
 * no such schedule, or no longer
 *
 * @example
 * ```ts
 * import { explore, replay } from "../lib/explore.ts";
 * import { Lock, main } from "../lib/threading.ts";
 * import assert from "node:assert/strict";
 *
 * export function twice() {
 *   const lock = new Lock({ name: "door" });
 *   lock.acquireSync();
 *   lock.acquireSync();
 * }
 *
 * main(import.meta, async () => {
 *   const { failure } = await explore(twice);
 *   const { steps, failure: again } = await replay(twice, failure!.schedule);
 *   assert.equal(again?.kind, "deadlock");
 *   assert.equal(steps[0]?.object, "door");
 * });
 * ```
 */
// deno-lint-ignore require-await -- wrong options reject, too
export async function replay<A extends unknown[], R>(
  scenario: (...args: A) => R,
  schedule: string,
  options: { args?: A; module?: string | URL; output?: boolean } = {},
): Promise<Execution<Awaited<R>>> {
  optionsOf("Cannot replay", options);
  const { output = false, ...rest } = options;
  const what = scenarioOf(scenario as never, rest, output);
  return alone(() => explained(what, replayed<Awaited<R>>(what, schedule)));
}

/**
 * Lets the caller be the scheduler of `scenario`: who can go on and what each would do, one step at a
 * time, and back as far as one likes.
 *
 * @param options `args`, `module`, `steps`, `timeouts` and `spurious` as for `explore`
 * @returns a promise of the walk, at its start
 *
 * @example
 * ```ts
 * import { walk } from "../lib/explore.ts";
 * import { Lock, main } from "../lib/threading.ts";
 * import assert from "node:assert/strict";
 *
 * export function twice() {
 *   const lock = new Lock({ name: "door" });
 *   lock.acquireSync();
 *   lock.acquireSync();
 * }
 *
 * main(import.meta, async () => {
 *   const steps = await walk(twice);
 *   assert.equal(steps.choices[0]?.operation, "acquire");
 *   await steps.take("MainThread");
 *   assert.equal(steps.ended?.failure?.kind, "deadlock");
 *   await steps.close();
 * });
 * ```
 */
export async function walk<A extends unknown[], R>(
  scenario: (...args: A) => R,
  options: Pick<ExploreOptions<A>, "args" | "module" | "steps" | "timeouts" | "spurious"> = {},
): Promise<Walk<Awaited<R>>> {
  optionsOf("Cannot walk", options);
  const walking = new Walking<Awaited<R>>(scenarioOf(scenario as never, options, false), alone);
  await walking.look();
  return walking;
}
