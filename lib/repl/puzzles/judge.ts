/** Is a puzzle solved? In no order may it fail, and what it is for must still be possible. */

import { isDeepStrictEqual } from "node:util";
import { explore, type ExploreOptions, type Verdict } from "../../explore.ts";
import type { Puzzle, Reachable } from "../../lesson/puzzle.ts";

/** What was found of an attempt. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly passed: boolean;
  /** What cannot happen any more, and must; known only if nothing fails. */
  readonly missing: readonly Reachable[];
}

/** Explores the scenario that `module` exports. */
export async function judge(
  puzzle: Puzzle,
  module: string,
  scenario: () => unknown,
  options: Pick<ExploreOptions, "onProgress" | "time"> = {},
): Promise<Judgement> {
  const verdict = await explore(scenario, { ...options, module });
  const missing = verdict.result === "holds"
    ? puzzle.reachable.filter(({ value }) =>
      !verdict.outcomes.some((outcome) => isDeepStrictEqual(outcome.value, value))
    )
    : [];
  return { verdict, passed: verdict.result === "holds" && missing.length === 0, missing };
}
