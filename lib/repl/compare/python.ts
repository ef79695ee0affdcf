/** The Pythons on this machine that can run the twins of the lessons, and how each is told to. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { everyOnPath, startProgram } from "../../system/programs.ts";
import { projectFile, typed } from "../runtimes.ts";

/** An interpreter that was found and asked. */
export interface Python {
  readonly version: string;
  /** As a person types it: a bare name where the PATH has it first. */
  readonly program: string;
  /** The interpreter itself, which a version manager's name only leads to, in its own time. */
  readonly file: string;
  /** Does one lock let only one of its threads run at a time? */
  readonly interpreterLock: boolean;
  /** Is it new enough for the twins? */
  readonly able: boolean;
}

/** The oldest that runs the twins. */
export const OLDEST = "3.9";

/** Names under which a Python may be found; the last ones are those without the interpreter lock. */
const NAMES = ["python3", "python", "python3.14t", "python3.13t"];

const QUESTION = `
import json, sys
lock = getattr(sys, "_is_gil_enabled", lambda: True)
print(json.dumps([sys.executable, "%d.%d.%d" % sys.version_info[:3], lock(), sys.version_info >= (3, 9)]))
`;

async function asked(program: string, path: string): Promise<Python | undefined> {
  try {
    const { code, output } = await startProgram({ file: path, args: ["-c", QUESTION] }, {
      taken: "all",
      timeout: 10_000,
    }).ended;
    if (code !== 0) return undefined;
    const [file, version, interpreterLock, able] = JSON.parse(output);
    return { program, file: file || path, version, interpreterLock, able };
  } catch {
    return undefined; // a name that leads nowhere, or something else of that name
  }
}

/** All of them, each version once. */
export async function findPythons(): Promise<Python[]> {
  const answers = await Promise.all(
    NAMES.flatMap((name) =>
      everyOnPath(name).map((path, at) => asked(at === 0 ? name : typed(path), path))
    ),
  );
  const found: Python[] = [];
  for (const python of answers) {
    if (!python) continue;
    const same = ({ version, interpreterLock }: Python) =>
      version === python.version && interpreterLock === python.interpreterLock;
    if (!found.some(same)) found.push(python);
  }
  return found;
}

/** The twin of a lesson, or undefined if there is none. */
export function twinOf(lesson: string): string | undefined {
  const path = projectFile(join("scripts", `${lesson}.py`));
  return existsSync(path) ? path : undefined;
}

/** "Python 3.14.0", and whether its threads run at the same time. */
export function pythonLabel({ version, interpreterLock }: Python): string {
  return `Python ${version}${interpreterLock ? "" : "t"}`;
}
