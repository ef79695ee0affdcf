/** Where a lesson can be run to be compared: every runtime and every Python that is here, and what is missing. */

import { flagsFor } from "../../lesson/flags.ts";
import type { AnyLesson } from "../../lesson/declaration.ts";
import type { Language } from "../../lesson/language.ts";
import type { AnyValues } from "../../lesson/parameters.ts";
import { commandFor, findRuntimes, label, quietly, type Runtime, typed } from "../runtimes.ts";
import { findPythons, type Python, pythonLabel, twinOf } from "./python.ts";

/** One runtime, and the words that run the lesson on it. */
export interface Place {
  readonly name: Runtime["name"] | "python";
  readonly version: string;
  /** "Node 24.21.0" */
  readonly label: string;
  /** What is run. */
  readonly words: readonly string[];
  /** The same as a person types it, without what is only for the comparison. */
  readonly command: readonly string[];
}

/** Why something that could be compared with is not: it is not here, is too old, or there is no twin. */
export interface Missing {
  readonly name: string;
  readonly why: "absent" | "old" | "twin";
}

/** Everything that was found. */
export interface Places {
  readonly here: readonly Place[];
  readonly missing: readonly Missing[];
}

/** What is run everywhere. */
export interface Wanted {
  readonly lesson: AnyLesson;
  readonly values: AnyValues;
  readonly speed: number;
  readonly language: Language;
  /** Only this runtime, besides Python. */
  readonly only?: string | undefined;
}

function onRuntime(runtime: Runtime, { lesson, language }: Wanted, flags: string[]): Place {
  const told = [...flags, "--lang", language, "--json"];
  return {
    name: runtime.name,
    version: runtime.version,
    label: label(runtime),
    words: quietly(runtime, commandFor(runtime, lesson.name, told)),
    command: commandFor(runtime, lesson.name, flags),
  };
}

function inPython(python: Python, twin: string, language: Language, flags: string[]): Place {
  return {
    name: "python",
    version: python.version,
    label: pythonLabel(python),
    // Nothing is to be left in the folder of the lessons.
    words: [python.file, "-B", twin, ...flags, "--lang", language, "--json"],
    command: [python.program, typed(twin), ...flags],
  };
}

/** Looks for all of them. */
export async function placesFor(wanted: Wanted): Promise<Places> {
  const { lesson, values, speed, language, only } = wanted;
  const flags = flagsFor(values, speed, lesson.parameters, language);
  const [runtimes, pythons] = await Promise.all([findRuntimes(), findPythons()]);
  const twin = twinOf(lesson.name), able = pythons.filter((python) => python.able);
  const names = (["node", "deno", "bun"] as const).filter((name) => !only || name === only);
  const missing: Missing[] = names
    .filter((name) => !runtimes.some((runtime) => runtime.name === name))
    .map((name) => ({ name, why: "absent" }));
  if (!twin) missing.push({ name: "python3", why: "twin" });
  else if (able.length === 0) {
    missing.push({ name: "python3", why: pythons.length > 0 ? "old" : "absent" });
  }
  const ordered = names.flatMap((name) => runtimes.filter((runtime) => runtime.name === name));
  return {
    here: [
      ...ordered.map((runtime) => onRuntime(runtime, wanted, flags)),
      ...(twin ? able.map((python) => inPython(python, twin, language, flags)) : []),
    ],
    missing,
  };
}
