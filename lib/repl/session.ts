/** A session in a terminal: pick a lesson, give it values, predict, run it, look at it, again. */

import kleur from "kleur";
import { env } from "../runtime/current.ts";
import { write } from "../system/output.ts";
import { wrapped } from "../columns.ts";
import type { AnyLesson } from "../lesson/declaration.ts";
import { flagsFor } from "../lesson/flags.ts";
import { type Language, localeLanguage } from "../lesson/language.ts";
import { type AnyValues, atSpeed, SPEED } from "../lesson/parameters.ts";
import { coloured } from "../lesson/style.ts";
import { watchExits } from "./leave.ts";
import type { Store } from "./state/file.ts";
import { memoryOf } from "./state/memory.ts";
import { predictedOf } from "./state/predicted.ts";
import { doneIn, withDone, withPrediction } from "./state/state.ts";
import { statsOf } from "./state/stats.ts";
import { perform, resultIn } from "./perform.ts";
import { askNext, flipped, type Known, leaves, repaired, spoiled, stepsOf } from "./after.ts";
import { EndOfInput } from "./asker.ts";
import { explorationOf, FAILS, HOLDS, IN_MENU } from "./exploring/names.ts";
import { stepThrough } from "./exploring/step.ts";
import { targetOf } from "./exploring/target.ts";
import { openDesk, width } from "./desk.ts";
import { askRepeat, askSweep } from "./series/menu.ts";
import {
  type Asking,
  askLesson,
  askOwn,
  askPrediction,
  askRuntime,
  askValues,
} from "./questions.ts";
import {
  commandFor,
  findRuntimes,
  labCommand,
  label,
  ownRuntime,
  quietly,
  quotedCommand,
  type Runtime,
} from "./runtimes.ts";
import { sourcesOf } from "./source.ts";
import { title } from "./title.ts";
import { wordsIn } from "./words.ts";
import { makeOwn } from "./own.ts";
import { puzzleMenu } from "./puzzles/menu.ts";
import { puzzles } from "../../scripts/puzzles/index.ts";

interface Run {
  readonly values: AnyValues;
  readonly runtime: Runtime;
}

/** Is this how Inquirer says that a prompt was left? */
function wasLeft(error: unknown): boolean {
  const name = error instanceof Error ? error.name : "";
  return name === "ExitPromptError" || name === "AbortPromptError" || name === "AbortError";
}

/**
 * Leads a learner through `lessons` until they quit.
 *
 * @param store what is remembered of them
 * @param plain asks line by line, for screen readers and logs
 * @returns the exit code: 0 after quitting, 130 after Ctrl-C at a prompt
 */
export async function session(
  lessons: readonly AnyLesson[],
  language: Language,
  store: Store,
  plain: boolean,
): Promise<number> {
  kleur.enabled = coloured(1);
  const say = wordsIn(language);
  const memory = memoryOf(store);
  const exits = watchExits();
  const tell = (text: string) => write(1, `${text}\n`);
  const desk = await openDesk(plain, language, exits);
  const asking: Asking = { language, say, asker: desk.asker };
  const found = findRuntimes(); // asks the programs for their versions meanwhile

  /** The values with the times that will really pass: it is these that a prediction is about. */
  const real = (lesson: AnyLesson, { speed = SPEED.standard, ...own }: AnyValues) =>
    atSpeed(own, Number(speed), lesson.parameters);

  const begin = async (lesson: AnyLesson, fixed?: Run, predict = !fixed): Promise<Run> => {
    const values = fixed?.values ??
      await askValues(lesson, memory.valuesOf(lesson), asking);
    const runtimes = fixed ? [] : await found;
    const runtime = fixed?.runtime ??
      (runtimes.length > 1 ? await askRuntime(runtimes, memory.runtime, asking) : runtimes[0]!);
    memory.keep(lesson, values, label(runtime));
    const expected = predict
      ? await askPrediction(lesson, real(lesson, values), asking)
      : undefined;
    await show(lesson, { values, runtime }, { expected });
    return { values, runtime };
  };

  /** The flags of a run, as they are typed. */
  const flagsOf = (lesson: AnyLesson, { speed = SPEED.standard, ...own }: AnyValues) => {
    const flags = flagsFor(own, Number(speed), lesson.parameters, language);
    return language === localeLanguage(env) ? flags : [...flags, "--lang", language];
  };

  let took = 1; // seconds of the last run
  const show = async (
    lesson: AnyLesson,
    { values, runtime }: Run,
    { expected, timeline = false }: { expected?: string | undefined; timeline?: boolean } = {},
  ) => {
    const flags = [...flagsOf(lesson, values), ...(timeline ? ["--timeline"] : [])];
    const words = commandFor(runtime, lesson.name, flags);
    tell(
      `\n${kleur.dim(wrapped(say("command"), width()))}\n${kleur.bold(quotedCommand(words))}\n`,
    );
    desk.lend();
    try {
      const quiet = quietly(runtime, words);
      const began = performance.now();
      const ended = await perform(quiet, expected !== undefined, exits, plain)
        .finally(desk.takeBack);
      if (!timeline) took = (performance.now() - began) / 1000; // to record takes its time, too
      if (ended.interrupted) tell(`\n${kleur.yellow(wrapped(say("stopped"), width()))}`);
      else if (ended.signal) tell(kleur.red(wrapped(`${say("killed")}${ended.signal}`, width())));
      else if (ended.code !== 0) tell(kleur.red(`${say("failed")}${ended.code}`));
      else store.change((state) => withDone(state, lesson.name));
      const result = resultIn(ended.output);
      if (expected !== undefined && result !== undefined) {
        judged(lesson, real(lesson, values), expected, result);
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      tell(kleur.red(wrapped(`${say("unstartable")}${why}`, width())));
    }
    tell("");
  };

  /** Runs the lab itself with `words`, and answers its exit code. */
  const lab = async (
    runtime: Runtime,
    words: readonly string[],
    more: Readonly<Record<string, string>> = {},
  ): Promise<number | null> => {
    const whole = labCommand(runtime, plain ? [...words, "--plain"] : words);
    tell(
      `\n${kleur.dim(wrapped(say("command"), width()))}\n${kleur.bold(quotedCommand(whole))}\n`,
    );
    desk.lend();
    let code: number | null = null;
    try {
      ({ code } = await perform(quietly(runtime, whole), false, exits, undefined, more)
        .finally(desk.takeBack));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      tell(kleur.red(wrapped(`${say("unstartable")}${why}`, width())));
    }
    tell("");
    return code;
  };

  const explored = (lesson: AnyLesson, run: Run) => {
    const words = explorationOf("explore", lesson, run.values);
    if (language !== localeLanguage(env)) words.push("--lang", language);
    return lab(run.runtime, words, { [IN_MENU]: "1" });
  };

  /** The same everywhere, and in Python. */
  const compared = (lesson: AnyLesson, run: Run) =>
    lab(run.runtime, ["compare", lesson.name, ...flagsOf(lesson, run.values)]);

  /** Many runs, with the same values or with one of them changing. */
  const repeated = async (lesson: AnyLesson, run: Run, how: "repeat" | "sweep") => {
    const flags = how === "repeat" ? await askRepeat(took, asking) : await askSweep(lesson, asking);
    await lab(run.runtime, [lesson.name, ...flagsOf(lesson, run.values), ...flags]);
  };

  const stepped = async (name: string, flags: readonly string[]) => {
    const { target } = await targetOf("step", name, flags, lessons, language, env);
    if (target) await stepThrough(target, desk.asker, { language, plain }, tell);
  };

  const toPuzzles = () =>
    puzzleMenu({
      asking,
      store,
      tell: (text) => tell(wrapped(text, width())),
      show: tell,
      lab: (words) =>
        lab(
          ownRuntime(),
          language === localeLanguage(env) ? words : [...words, "--lang", language],
        ),
      step: (name) => stepped(name, []),
    });

  const judged = (lesson: AnyLesson, values: AnyValues, expected: string, result: unknown) => {
    const predicted = predictedOf(lesson, values, expected, result);
    if (!predicted) return;
    const { came, right } = predicted;
    store.change((state) => withPrediction(state, predicted));
    const line = `${say(right ? "right" : "wrong")}${right ? "" : say("expected")}${
      came[language]
    }`;
    tell(`\n${(right ? kleur.green : kleur.yellow)(wrapped(line, width()))}`);
  };

  const source = (lesson: AnyLesson) =>
    tell(
      `\n${sourcesOf(lesson.name, width(), plain, kleur.dim, lesson.inPython?.[language])}\n`,
    );

  try {
    tell(title(language));
    let lesson: AnyLesson | undefined;
    let offered = memory.lesson;
    for (;;) {
      for (const notice of store.notices()) tell(wrapped(notice[language], width()));
      if (lesson === undefined) {
        const place = await askLesson(lessons, offered, doneIn(store.now()), asking);
        if (place === "stats") {
          tell(`\n${statsOf(lessons, puzzles, store.now(), language, width())}`);
          offered = place;
          continue;
        }
        if (place === "glossary") {
          await desk.words.look(desk.asker.choose);
          offered = place;
          continue;
        }
        if (place === "own") {
          const done = makeOwn(await askOwn(asking), language);
          tell(`\n${"made" in done ? done.made : wrapped(done.wrong, width())}\n`);
          offered = place;
          continue;
        }
        if (place === "puzzles") {
          if (await toPuzzles() === "quit") break;
          offered = place;
          continue;
        }
        lesson = place;
      }
      let run = await begin(lesson);
      const here = lessons.indexOf(lesson);
      const following = lessons.find((each, at) => at > here && !each.missing?.());
      let known: Known;
      let next = await askNext(lesson, run.values, following, asking, { last: undefined, known });
      while (!leaves(next)) {
        const before = run;
        if (typeof next === "object") {
          run = await begin(lesson, { ...run, values: flipped(run.values, next.flip) }, true);
        } else if (next === "source") source(lesson);
        else if (next === "timeline") await show(lesson, run, { timeline: true });
        else if (next === "compare") await compared(lesson, run);
        else if (next === "explore") {
          const code = await explored(lesson, run);
          known = code === FAILS ? "fails" : code === HOLDS ? "holds" : undefined;
        } else if (next === "repaired" || next === "spoiled") {
          const others = next === "repaired" ? repaired : spoiled;
          await explored(lesson, { ...run, values: others(lesson, run.values) ?? run.values });
        } else if (next === "repeat" || next === "sweep") await repeated(lesson, run, next);
        else if (next === "step") await stepped(...stepsOf(lesson, run.values));
        else run = await begin(lesson, next === "again" ? run : undefined);
        if (run.values !== before.values) known = undefined;
        next = await askNext(lesson, run.values, following, asking, { last: next, known });
      }
      exits.calm(0); // whoever answers is not holding on to Ctrl-C
      if (next === "quit") break;
      offered = lesson.name;
      lesson = next === "next" ? following : undefined;
    }
    tell(say("bye"));
    return 0;
  } catch (error) {
    const ended = error instanceof EndOfInput;
    if (!ended && !wasLeft(error)) throw error;
    tell(say("bye"));
    return ended ? 0 : exits.code();
  } finally {
    desk.close();
    exits.close();
  }
}
