/** What suites of the puzzles share: a puzzle's programs, and the judgement of one. */

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { judge } from "../../lib/repl/puzzles/judge.ts";
import { puzzles } from "../../scripts/puzzles/index.ts";
import { root, within } from "../kit.ts";

export const given = (name: string) => join(root, "scripts", "puzzles", `${name}.ts`);
export const solved = (name: string) => join(root, "scripts", "puzzles", "solved", `${name}.ts`);

export async function judged(puzzle: typeof puzzles[number], file: string) {
  const module = pathToFileURL(file).href;
  const { scenario } = await import(module) as { scenario: () => unknown };
  return await within(120_000, judge(puzzle, module, scenario), `${puzzle.name} in ${file}`);
}
