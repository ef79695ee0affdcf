/** The lessons on paper: what is printed where nobody can be asked. */

import { columns, cut, padded, wrapped } from "../columns.ts";
import type { AnyLesson } from "../lesson/declaration.ts";
import type { Language } from "../lesson/language.ts";
import { signs } from "../lesson/style.ts";
import { tracks } from "../../scripts/index.ts";
import { commandFor, ownRuntime, quotedCommand } from "./runtimes.ts";
import { wordsIn } from "./words.ts";

/** One line for a menu, the names aligned, cut to `width` columns; marked if it is done. */
export function entry(
  lesson: AnyLesson,
  lessons: readonly AnyLesson[],
  language: Language,
  width: number,
  done: ReadonlySet<string> = new Set(),
): string {
  const names = Math.max(...lessons.map(({ name }) => columns(name)));
  const mark = done.has(lesson.name) ? signs().done : " ";
  return cut(`${padded(lesson.name, names)} ${mark} ${lesson.title[language]}`, width);
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
  return [
    say("lessons"),
    ...each,
    "",
    wrapped(say("runOne"), width),
    "    npm start -- lock --threads 4 --no-lock",
    wrapped(say("ask"), width),
    "    npm start -- lock --help",
    wrapped(say("open"), width),
    "    npm start",
    "",
  ].join("\n");
}
