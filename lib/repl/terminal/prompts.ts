/** Questions with a cursor, drawn by Inquirer. */

import { input, search, select, Separator } from "@inquirer/prompts";
import { cut, wrapped } from "../../columns.ts";
import { signs } from "../../lesson/style.ts";
import type { Asker, Choosing, Filling } from "../asker.ts";
import type { Dictionary } from "../glossary/dictionary.ts";
import { themeOf } from "../theme.ts";
import type { Words } from "../words.ts";
import { ask, type AskOptions } from "./ask.ts";
import type { Keyboard } from "./keyboard.ts";

/** In so many columns the keys fit one line. */
const ONE_LINE = 56;

/** With fewer rows the line of keys and the description have to go. */
const FEW_ROWS = 14;

/** The choices with their headings between them. */
function headed<C extends { heading?: string | undefined }>(
  choices: readonly C[],
): (C | Separator)[] {
  return choices.flatMap((choice) =>
    choice.heading === undefined ? [choice] : [new Separator(choice.heading), choice]
  );
}

/** An asker at a terminal; `options` are asked for anew for each question, `dictionary` at a "?". */
export function terminalAsker(
  keyboard: Keyboard,
  say: Words,
  options: () => AskOptions,
  dictionary: Dictionary,
): Asker {
  const explain = async (typed: readonly string[]) => {
    const asking = <T>(what: Choosing<T>) => chosen(what, { ...options(), typed });
    return await dictionary.look(asking);
  };
  const choose = <T>(what: Choosing<T>) =>
    chosen(what, { ...options(), help: { explain, first: false } });
  const chosen = <T>(
    { message, choices, first, search: searching = false }: Choosing<T>,
    how: AskOptions,
  ) =>
    ask<T>(keyboard, (context, columns, rows) => {
      const text = wrapped(message, columns - 3);
      const few = rows < FEW_ROWS;
      const shown = (typed?: string) =>
        choices(columns - 3, typed).map(({ value, name, short, heading, description, missing }) => {
          const line = cut(name, columns - 3, signs().more);
          // What does not fit its line is told whole below, while it is marked.
          const below = description ?? (line === name ? undefined : name);
          return {
            value,
            name: line,
            short,
            heading,
            ...(missing ? { disabled: `(${missing.short})` } : {}),
            ...(few || below === undefined ? {} : { description: wrapped(below, columns - 1) }),
          };
        });
      const all = shown();
      const headings = all.filter(({ heading }) => heading !== undefined).length;
      const below = few ? 0 : (columns < ONE_LINE ? 4 : 3) +
        Math.max(0, ...all.map(({ description = "" }) => description.split("\n").length));
      const room = rows - text.split("\n").length - below - 1;
      const lines = all.length + headings, pageSize = Math.max(2, Math.min(lines, room));
      const config = {
        message: text,
        pageSize,
        theme: themeOf(say, {
          filter: searching,
          words: how.help !== undefined,
          many: pageSize < lines ? all.length : undefined,
          keys: !few,
          columns,
          message: text,
        }),
      };
      const able = all.filter((choice) => !("disabled" in choice));
      const marked = (able.find(({ value }) => value === first) ?? able[0]!).value;
      if (!searching) {
        return select<T>(
          { ...config, choices: headed(all), default: marked, loop: false },
          context,
        );
      }
      return search<T>({
        ...config,
        default: marked,
        source: (typed) => {
          const found = shown(typed);
          return found.length === 0 ? [new Separator(say("nothing"))] : headed(found);
        },
      }, context);
    }, how);

  const fill = async <T>({ message, hint, offered, read, shown }: Filling<T>) => {
    const meant = (text: string) => read(text === "" ? offered : text);
    const given = await ask<string>(keyboard, (context, columns) => {
      const done = wrapped(message, columns - 3);
      const theme = themeOf(say, { columns, message: done });
      return input({
        message,
        default: offered,
        transformer: (text, { isFinal }) => {
          const reading = isFinal ? meant(text) : undefined;
          return reading && "value" in reading ? theme.style.answer(shown(reading.value)) : text;
        },
        validate: (text) => {
          const reading = meant(text);
          return "wrong" in reading ? reading.wrong : true;
        },
        theme: {
          ...theme,
          style: {
            ...theme.style,
            defaultAnswer: () => "",
            message: (text: string, status: string) =>
              theme.style.message(
                status === "done" ? done : wrapped(`${text} (${hint})`, columns - 3),
              ),
          },
        },
      }, context);
    }, { ...options(), help: { explain, first: true } });
    const reading = meant(given);
    if ("wrong" in reading) throw new Error(reading.wrong);
    return reading.value;
  };

  return { choose, fill };
}
