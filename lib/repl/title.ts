/** What stands at the beginning of a session. */

import { readFileSync } from "node:fs";
import kleur from "kleur";
import { columns, wrapped } from "../columns.ts";
import type { Language } from "../lesson/language.ts";
import { signs } from "../lesson/style.ts";
import { cpuCount } from "../runtime/current.ts";
import { width } from "./desk.ts";
import { label, ownRuntime, projectFile } from "./runtimes.ts";
import { wordsIn } from "./words.ts";

/** "Interleave 0.1.0", what it is, and what it runs on. */
export function title(language: Language): string {
  const say = wordsIn(language);
  const { version } = JSON.parse(readFileSync(projectFile("package.json"), "utf8")) as {
    version: string;
  };
  const name = `Interleave ${version}`;
  const machine = `${label(ownRuntime())} ${signs().dot} ${cpuCount()} ${say("cores")}`;
  const beside = columns(`${name}  ${machine}`) <= width();
  return `\n${kleur.bold().cyan(name)}${beside ? "  " : "\n"}${kleur.dim(machine)}\n` +
    `${wrapped(say("tagline"), width())}\n${kleur.dim(wrapped(say("marked"), width()))}\n`;
}
