/**
 * The last values of each lesson, kept from one session to the next in a small file of the user's
 * state folder. It is a convenience: where it cannot be read or written, nothing is remembered and
 * nothing is said. `--no-state` or `INTERLEAVE_STATE=off` switches it off.
 */

import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { env, pid } from "../runtime/current.ts";
import type { Language, Text } from "../lesson/language.ts";
import type { AnyLesson } from "../lesson/declaration.ts";
import { type AnyValues, type Parameter, read, SPEED } from "../lesson/parameters.ts";

interface Kept {
  lesson?: string;
  runtime?: string;
  values?: Record<string, Record<string, unknown>>;
  /** The names of the puzzles that were solved. */
  solved?: unknown;
}

export interface Memory {
  /** The lesson taken last, and the label of the runtime it ran on. */
  readonly lesson: string | undefined;
  readonly runtime: string | undefined;
  /** The last values of `lesson` that its declaration still allows; `speed` is one of them. */
  valuesOf(lesson: AnyLesson): AnyValues;
  keep(lesson: AnyLesson, values: AnyValues, runtime: string): void;
  /** What a person should know of it, at the start. */
  notices(language: Language): string[];
}

/** Where the values are kept, or undefined where they are not to be. */
export function memoryFile(off: boolean): string | undefined {
  if (off || env("INTERLEAVE_STATE") === "off") return undefined;
  const state = env("XDG_STATE_HOME");
  try {
    return join(state || join(homedir(), ".local", "state"), "interleave", "values.json");
  } catch {
    return undefined; // no home
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What is in the file; undefined if it is there and is not a state of ours. */
function load(file: string | undefined): Kept | undefined {
  let text: string;
  try {
    text = file === undefined ? "{}" : readFileSync(file, "utf8");
  } catch {
    return {}; // there is none, or it may not be read
  }
  try {
    const kept: unknown = JSON.parse(text);
    return isObject(kept) && (kept["values"] === undefined || isObject(kept["values"]))
      ? kept
      : undefined;
  } catch {
    return undefined;
  }
}

/** Moves a file that cannot be read out of the way, and answers where it is now. */
function setAside(file: string): string | undefined {
  const aside = `${file}.broken`;
  try {
    renameSync(file, aside);
    return aside;
  } catch {
    return undefined;
  }
}

const ASIDE = (file: string): Text => ({
  en: `What was remembered could not be read. The file is kept as ${file}.`,
  zh: `上次记住的内容无法读取，原文件保留为 ${file}。`,
});

function discard(draft: string): void {
  try {
    rmSync(draft, { force: true });
  } catch {
    // there is no such folder either
  }
}

/** Written beside the file and moved into place, so that two sessions cannot mix their values. */
function save(file: string | undefined, kept: Kept): void {
  if (file === undefined) return;
  const draft = `${file}.${pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, `${JSON.stringify(kept, null, 2)}\n`);
    renameSync(draft, file);
  } catch {
    discard(draft);
  }
}

/** A remembered value as the learner would type it. */
function asGiven(value: unknown): string {
  return typeof value === "boolean" ? (value ? "on" : "off") : String(value);
}

/** A standard text, which is another one in the other language, is not worth remembering. */
function isStandardText(parameter: Parameter, value: unknown): boolean {
  return parameter.kind === "text" &&
    Object.values(parameter.standard).some((each) => each === value);
}

/** Opens the memory in `file`; without one it lasts as long as the session. */
export function openMemory(file: string | undefined): Memory {
  const notices: Text[] = [];
  const loaded = load(file);
  const kept: Kept = loaded ?? {};
  if (loaded === undefined) {
    const aside = setAside(file!);
    if (aside !== undefined) notices.push(ASIDE(aside));
  }
  return {
    notices: (language) => notices.map((text) => text[language]),
    get lesson() {
      return typeof kept.lesson === "string" ? kept.lesson : undefined;
    },
    get runtime() {
      return typeof kept.runtime === "string" ? kept.runtime : undefined;
    },
    valuesOf(lesson) {
      const stored = kept.values?.[lesson.name];
      const allowed: AnyValues = {};
      if (typeof stored !== "object" || stored === null) return allowed;
      const all: [string, Parameter][] = [...Object.entries<Parameter>(lesson.parameters), [
        "speed",
        SPEED,
      ]];
      for (const [name, parameter] of all) {
        if (!Object.hasOwn(stored, name)) continue;
        const reading = read(name, parameter, asGiven(stored[name]), "en");
        if ("value" in reading && !isStandardText(parameter, reading.value)) {
          allowed[name] = reading.value;
        }
      }
      return allowed;
    },
    keep(lesson, values, runtime) {
      kept.lesson = lesson.name;
      kept.runtime = runtime;
      kept.values = { ...kept.values, [lesson.name]: { ...values } };
      // Another menu may have written meanwhile: its lessons are kept, this one is ours.
      const theirs = load(file) ?? {};
      save(file, {
        ...theirs,
        lesson: kept.lesson,
        runtime: kept.runtime,
        values: { ...theirs.values, [lesson.name]: { ...values } },
      });
    },
  };
}

/** Which puzzles were solved. */
export interface Progress {
  has(name: string): boolean;
  set(name: string, solved: boolean): void;
}

/** Opens what `file` knows of the puzzles; without one nothing is remembered. */
export function openProgress(file: string | undefined): Progress {
  const solved = (): string[] => {
    const names = load(file)?.solved;
    return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
  };
  return {
    has: (name) => solved().includes(name),
    set(name, yes) {
      const kept = load(file);
      if (kept === undefined || solved().includes(name) === yes) return; // the menu sets it aside
      const others = solved().filter((each) => each !== name);
      save(file, { ...kept, solved: yes ? [...others, name] : others });
    },
  };
}
