/** The lessons on paper: what is printed where nobody can be asked. */

import { columns, cut, padded, wrapped } from "../columns.ts";
import type { AnyLesson } from "../lesson/declaration.ts";
import type { Language } from "../lesson/language.ts";
import { signs } from "../lesson/style.ts";
import { tracks } from "../../scripts/index.ts";
import { commandFor, ownRuntime, quotedCommand } from "./runtimes.ts";
import { wordsIn } from "./words.ts";
import { lab, menu } from "../lesson/called.ts";

/** The first lesson that is not done and can be run here: the next one to take. */
export function nextOf(
  lessons: readonly AnyLesson[],
  done: ReadonlySet<string>,
): AnyLesson | undefined {
  return lessons.find((lesson) => !done.has(lesson.name) && !lesson.missing?.());
}

/**
 * One line for a menu, the names aligned, cut to `width` columns; marked if it is done or the next one.
 * Where there is room without end, nobody looks at marks: there they are words.
 */
export function entry(
  lesson: AnyLesson,
  lessons: readonly AnyLesson[],
  language: Language,
  width: number,
  done: ReadonlySet<string> = new Set(),
): string {
  const title = lesson.title[language], say = wordsIn(language);
  const isDone = done.has(lesson.name), isNext = lesson === nextOf(lessons, done);
  if (width === Infinity) {
    const mark = isDone ? say("done") : isNext ? say("nextOne") : "";
    return `${lesson.name}  ${title}${mark && (language === "zh" ? `（${mark}）` : ` (${mark})`)}`;
  }
  const names = Math.max(...lessons.map(({ name }) => columns(name)));
  const mark = isDone ? signs().done : isNext ? signs().next : " ";
  return cut(`${padded(lesson.name, names)} ${mark} ${title}`, width);
}

/** The heading above the first lesson of a track: its name, and how many of it are done. */
export function headingOf(
  lesson: AnyLesson,
  language: Language,
  done: ReadonlySet<string>,
): string | undefined {
  const track = tracks.find(({ lessons: [first] }) => first === lesson);
  if (!track) return undefined;
  const finished = track.lessons.filter(({ name }) => done.has(name)).length;
  const count = `${finished}/${track.lessons.length}`;
  return language === "zh" ? `${track.title.zh}（${count}）` : `${track.title.en} (${count})`;
}

/** Every lesson, what it is about and how it is run; then how to give it values. */
export function listOf(
  lessons: readonly AnyLesson[],
  language: Language,
  width: number,
  done: ReadonlySet<string> = new Set(),
): string {
  const say = wordsIn(language);
  const own = ownRuntime();
  const indented = (text: string) => wrapped(`    ${text}`, width, 4);
  const heading = (lesson: AnyLesson) => {
    const track = tracks.find(({ lessons: [first] }) => first === lesson);
    return track ? ["", track.title[language], ""] : [];
  };
  const each = lessons.map((lesson) =>
    [
      ...heading(lesson),
      entry(lesson, lessons, language, width, done),
      indented(lesson.about[language]),
      `    ${quotedCommand(commandFor(own, lesson.name, []))}`,
    ].join("\n")
  );
  const { done: ticked, next } = signs();
  const marks = `${ticked} ${say("done")}  ${next} ${say("nextOne")}`;
  return [
    say("lessons"),
    ...each,
    "",
    ...width === Infinity ? [] : [marks, ""],
    wrapped(say("runOne"), width),
    `    ${lab} lock --threads 4 --no-lock`,
    wrapped(say("ask"), width),
    `    ${lab} lock --help`,
    wrapped(say("open"), width),
    `    ${menu}`,
    "",
  ].join("\n");
}
