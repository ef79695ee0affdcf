/** The puzzles in the menu: pick one, look at it, break it by hand, mend your copy, have it checked. */

import { readFileSync } from "node:fs";
import { columns, cut, padded } from "../../columns.ts";
import type { Puzzle } from "../../lesson/puzzle.ts";
import { signs } from "../../lesson/style.ts";
import { puzzles } from "../../../scripts/puzzles/index.ts";
import type { Asking } from "../questions.ts";
import type { Store } from "../state/file.ts";
import { withSolved } from "../state/state.ts";
import { copyOf, makeCopy, resetCopy, solutionOf } from "./copy.ts";
import { puzzleWords } from "./words.ts";

/** What the session does for it. */
export interface Bench {
  readonly asking: Asking;
  readonly store: Store;
  /** Says it, broken into lines. */
  tell(text: string): void;
  /** Shows it as it is. */
  show(text: string): void;
  /** Runs the lab itself with these words; the answer is its exit code, null after a signal. */
  lab(words: readonly string[]): Promise<number | null>;
  /** Lets a person step through the puzzle. */
  step(name: string): Promise<void>;
}

const WAYS = ["check", "watch", "step", "hint", "show", "solution", "reset", "next"] as const;
const AWAY = ["puzzles", "menu", "quit"] as const;
type Way = typeof WAYS[number] | typeof AWAY[number];

const isSolved = (store: Store, { name }: Puzzle) => store.now().solved?.includes(name) === true;

/** Leads through the puzzles until the learner has enough of them. Then: back to the lessons, or out? */
export async function puzzleMenu(bench: Bench): Promise<"menu" | "quit"> {
  let puzzle: Puzzle | undefined;
  for (;;) {
    puzzle ??= await askPuzzle(bench);
    if (puzzle === undefined) return "menu";
    const next = await work(puzzle, bench);
    if (next === "menu" || next === "quit") return next;
    puzzle = next === "next" ? following(puzzle, bench.store) : undefined;
  }
}

/** The next one that is not solved; else the next one. */
function following(puzzle: Puzzle, store: Store): Puzzle {
  const at = puzzles.indexOf(puzzle);
  const others = [...puzzles.slice(at + 1), ...puzzles.slice(0, at)];
  return others.find((each) => !isSolved(store, each)) ?? others[0]!;
}

function askPuzzle({ asking, store }: Bench): Promise<Puzzle | undefined> {
  const { language, asker } = asking, say = puzzleWords(language), { done, more } = signs();
  const names = Math.max(...puzzles.map(({ name }) => columns(name)));
  return asker.choose<Puzzle | undefined>({
    message: say("which"),
    first: puzzles.find((each) => !isSolved(store, each)),
    choices: (wide) => [
      ...puzzles.map((puzzle) => {
        const { name, title, about } = puzzle;
        const mark = isSolved(store, puzzle) ? done : " ";
        return {
          value: puzzle,
          name: cut(`${padded(name, names)} ${mark} ${title[language]}`, wide, more),
          short: name,
          description: about[language],
        };
      }),
      { value: undefined, name: asking.say("menu"), short: asking.say("menu") },
    ],
  });
}

/** What is done with one puzzle, until it is left. */
async function work(puzzle: Puzzle, bench: Bench): Promise<"next" | "puzzles" | "menu" | "quit"> {
  const { asking, store, tell, show } = bench, { language } = asking;
  const say = puzzleWords(language), { name, title, about, hints } = puzzle;
  const { shown } = copyOf(name);
  const colon = language === "zh" ? "：" : ": ";
  tell(`\n${title[language]}${colon}${about[language]}`);
  tell(`${say(makeCopy(name) ? "made" : "copy")}${shown}\n`);
  const state = store.file === undefined ? ["--no-state"] : [];
  let hinted = 0;
  for (;;) {
    const way = await askWay(puzzle, hinted, bench);
    if (way === "next" || way === "puzzles" || way === "menu" || way === "quit") return way;
    if (way === "step") await bench.step(name);
    else if (way === "show") {
      show(`\n${shown}\n${readFileSync(copyOf(name).file, "utf8").trimEnd()}\n`);
    } else if (way === "solution") show(`\n${solutionOf(name).trimEnd()}\n`);
    else if (way === "hint") tell(`\n${hints[hinted++ % hints.length]![language]}\n`);
    else if (way === "reset") {
      const kept = resetCopy(name);
      store.change((known) => withSolved(known, name, false));
      tell(`\n${kept === undefined ? say("made") + shown : say("kept") + kept}\n`);
    } else {
      const watch = way === "watch" ? ["--watch"] : [];
      makeCopy(name);
      const code = await bench.lab(["check", name, ...watch, ...state]);
      if (code === 0) store.change((known) => withSolved(known, name, true));
    }
  }
}

function askWay(puzzle: Puzzle, hinted: number, { asking, store }: Bench): Promise<Way> {
  const { language, asker } = asking, say = puzzleWords(language);
  const solved = isSolved(store, puzzle), { length } = puzzle.hints;
  const names: Record<Way, string> = {
    check: say("check"),
    watch: say("watch"),
    step: say("step"),
    hint: `${say("aHint")} ${hinted % length + 1}/${length}`,
    show: say("show"),
    solution: say("theSolution"),
    reset: say("reset"),
    next: say("next"),
    puzzles: say("all"),
    menu: asking.say("menu"),
    quit: asking.say("quit"),
  };
  // What is for after the solution is offered after it; a solved puzzle leads on.
  const ways = solved
    ? (["next", "solution", ...WAYS.filter((way) => way !== "next" && way !== "solution")] as const)
    : WAYS.filter((way) => way !== "solution" && way !== "next");
  return asker.choose<Way>({
    message: say(solved ? "afterSolved" : "what"),
    first: undefined,
    choices: (wide) =>
      [...ways, ...AWAY].map((value) => ({
        value,
        name: cut(names[value], wide, signs().more),
        short: names[value],
      })),
  });
}
