/** Is a puzzle solved? In no order may it fail, and it must still be what it was and do what it is for. */

import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { explore, type ExploreOptions, type Verdict } from "../../explore.ts";
import type { Puzzle, Reachable } from "../../lesson/puzzle.ts";
import { puzzleFile } from "./copy.ts";
import { type Changed, changedBetween } from "./fence.ts";

/** What was found of an attempt. */
export interface Judgement {
  /** What has to stay and did not; nothing was explored then. */
  readonly changed: Changed | undefined;
  readonly verdict: Verdict | undefined;
  readonly passed: boolean;
  /** What cannot happen any more, or not with more threads, and must; known only if nothing fails. */
  readonly missing: readonly Pick<Reachable, "missing">[];
  /** What the scenario can return, and must not; known only if nothing fails. */
  readonly others: readonly unknown[];
}

/** Explores the scenario that `module` exports, if it is still the given one. */
export async function judge(
  puzzle: Puzzle,
  module: string,
  scenario: (...args: unknown[]) => unknown,
  options: Pick<ExploreOptions, "onProgress" | "time"> = {},
): Promise<Judgement> {
  const { reachable, allowed = [], kept, larger } = puzzle;
  const changed = changedBetween(puzzleFile(puzzle.name), fileURLToPath(module), kept);
  if (changed) return { changed, verdict: undefined, passed: false, missing: [], others: [] };
  const verdict = await explore(scenario, { ...options, module });
  const found = verdict.result === "holds" ? verdict.outcomes.map(({ value }) => value) : [];
  const wanted = reachable.map(({ value }) => value);
  const among = (value: unknown, values: readonly unknown[]) =>
    values.some((each) => isDeepStrictEqual(each, value));
  const missing: Pick<Reachable, "missing">[] = verdict.result === "holds"
    ? reachable.filter(({ value }) => !among(value, found))
    : [];
  const others = found.filter((value) => !among(value, [...wanted, ...allowed]));
  if (larger && verdict.result === "holds" && missing.length === 0 && others.length === 0) {
    const again = await explore(scenario, { ...options, module, args: [...larger.args] });
    if (again.result === "open") return { changed, verdict: again, passed: false, missing, others };
    if (again.result === "fails") missing.push(larger);
  }
  const passed = verdict.result === "holds" && missing.length === 0 && others.length === 0;
  return { changed, verdict, passed, missing, others };
}
