/**
 * The table of lessons in README.md and README.zh.md, made of the declarations. Run as a program it
 * puts the tables where they belong: `node lib/runtime/launch.mjs test/tools/readme.ts`.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { AnyLesson, Language, Parameter } from "../../lib/lesson.ts";
import { standard } from "../../lib/lesson/parameters.ts";
import { lessons } from "../../scripts/index.ts";
import { root } from "./runtimes.ts";

export const READMES: Readonly<Record<Language, string>> = {
  en: "README.md",
  zh: "README.zh.md",
};

const HEADS = {
  en: ["lesson", "what it is about", "flags (default)"],
  zh: ["课程", "内容", "参数（默认值）"],
};

function flagOf([name, parameter]: [string, Parameter], language: Language): string {
  const value = standard(parameter, language);
  if (typeof value !== "boolean") return `\`--${name}\` ${value}`;
  return `\`--${name}\` ${{ en: value ? "on" : "off", zh: value ? "开" : "关" }[language]}`;
}

/** The rows of the table, cell by cell. */
export function rowsOf(all: readonly AnyLesson[], language: Language): string[][] {
  return [
    HEADS[language],
    ...all.map(({ name, about, parameters }) => [
      `[\`${name}\`](scripts/${name}.ts)`,
      about[language],
      Object.entries(parameters).map((each) => flagOf(each, language))
        .join({ en: ", ", zh: "，" }[language]),
    ]),
  ];
}

const TABLE = /(?<=<!-- lessons -->\n\n)[^]*?(?=\n\n<!-- end -->)/;

/** The cells of the table in a README. */
export function rowsIn(markdown: string): string[][] {
  const lines = TABLE.exec(markdown)?.[0].split("\n") ?? [];
  return lines.filter((_, i) => i !== 1)
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [language, file] of Object.entries(READMES) as [Language, string][]) {
    const [head = [], ...rows] = rowsOf(lessons, language);
    const table = [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`);
    const path = join(root, file);
    writeFileSync(path, readFileSync(path, "utf8").replace(TABLE, () => table.join("\n")));
  }
}
