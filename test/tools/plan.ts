/** Which suites there are, and what is to be run where. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { type Options, UsageError } from "./options.ts";
import { root, type Runtime, wanted } from "./runtimes.ts";

/** A file that is run as a program of its own. */
export interface Suite {
  readonly name: string;
  readonly path: string;
  /** Seconds. */
  readonly deadline: number;
  /** It measures time: nothing else runs beside it. */
  readonly alone: boolean;
  /** Where it is run when all suites are: names of runtimes; undefined for all. */
  readonly whole: readonly string[] | undefined;
}

/** One run of one suite on one runtime. */
export interface Job {
  readonly suite: Suite;
  readonly runtime: Runtime;
  /** 1 for the first repetition. */
  readonly round: number;
}

/** The folders of test/ whose files are suites: `contract` is over threads and processes, others as the rooms of lib/. */
export const FOLDERS = [
  "values",
  "threads",
  "processes",
  "contract",
  "coroutines",
  "explore",
  "trace",
  "distributed",
  "lab",
  "consumers",
  "house",
];

const USUAL_DEADLINE = 120;

/**
 * A suite may say `// deadline: 120 s`, `// alone` or `// in a whole run: node24, bun` on lines of their own
 * near its top.
 */
export function readSuite(path: string): Suite {
  const head = readFileSync(path, "utf8").slice(0, 2000);
  return {
    name: relative(join(root, "test"), path).replace(/\.ts$/, ""),
    path,
    deadline: Number(/^\/\/ deadline: (\d+) s$/m.exec(head)?.[1] ?? USUAL_DEADLINE),
    alone: /^\/\/ alone\b/m.test(head),
    whole: /^\/\/ in a whole run: ([\w, ]+)/m.exec(head)?.[1]?.split(", "),
  };
}

/** Every suite of test/, by name: "threads/lock". */
export function allSuites(): Suite[] {
  return FOLDERS.flatMap((folder) => {
    const path = join(root, "test", folder);
    return readdirSync(path)
      .filter((file) => file.endsWith(".ts"))
      .sort()
      .map((file) => readSuite(join(path, file)));
  });
}

/** "lock" means each suite of that name, "threads/lock" one, "threads/" a folder, "event*" some. */
function matcher(name: string): (suite: Suite) => boolean {
  if (name.endsWith("/")) return (suite) => suite.name.startsWith(name);
  const pattern = name.split("*").map((part) => part.replace(/[^\w/]/g, "\\$&")).join(".*");
  return (suite) => new RegExp(`^(.*/)?${pattern}$`).test(suite.name);
}

/** The suites that `names` mean. */
export function chooseSuites(names: readonly string[]): Suite[] {
  const suites = allSuites();
  if (names.length === 0) return suites;
  const chosen = new Set<Suite>();
  for (const name of names) {
    if (name.endsWith(".ts")) {
      const path = [resolve(name), resolve(root, name), resolve(root, "test", name)].find((p) =>
        existsSync(p)
      );
      if (path === undefined) throw new UsageError(`There is no file ${name}`);
      chosen.add(suites.find((suite) => suite.path === path) ?? readSuite(path));
      continue;
    }
    const matching = suites.filter(matcher(name));
    if (matching.length === 0) {
      const there = suites.map((suite) => suite.name).join(", ");
      throw new UsageError(`There is no suite named ${name}. There are: ${there}`);
    }
    for (const suite of matching) chosen.add(suite);
  }
  return [...chosen];
}

const KNOWN = /^(node\d*|deno|bun)$/;

const answers = (runtime: Runtime, name: string) => runtime.name === name || runtime.kind === name;

/** The runtimes to use, what is missing but wanted, and what is missing but required. */
export function chooseRuntimes(found: readonly Runtime[], options: Options): {
  chosen: Runtime[];
  skipped: { name: string; get: string }[];
  missing: string[];
} {
  for (const name of [...options.runtimes, ...options.require]) {
    if (!KNOWN.test(name)) {
      throw new UsageError(
        `There is no runtime named ${name}. There are: node20, node24, node, deno, bun`,
      );
    }
  }
  const isThere = (name: string) => found.some((runtime) => answers(runtime, name));
  const asked = options.runtimes;
  for (const name of asked) {
    if (!isThere(name)) {
      const there = found.map((runtime) => runtime.name).join(", ");
      throw new UsageError(`This machine has no ${name}. It has: ${there}`);
    }
  }
  return {
    chosen: found.filter((r) => asked.length === 0 || asked.some((name) => answers(r, name))),
    skipped: asked.length > 0 ? [] : wanted.filter((want) => !found.some(want.has)),
    missing: options.require.filter((name) => !isThere(name)),
  };
}

/**
 * Every run, round by round, the runtimes side by side; suites that run alone come last.
 *
 * @param whole all suites are run, so those that say where are run only there, if that is here
 */
export function plan(
  suites: readonly Suite[],
  runtimes: readonly Runtime[],
  repeat: number,
  whole = false,
): Job[] {
  const placesOf = (suite: Suite) => {
    const places = runtimes.filter((r) => suite.whole?.some((name) => answers(r, name)));
    return whole && places.length > 0 ? places : runtimes;
  };
  const jobs: Job[] = [];
  for (let round = 1; round <= repeat; round++) {
    for (const suite of [...suites].sort((a, b) => Number(a.alone) - Number(b.alone))) {
      for (const runtime of placesOf(suite)) jobs.push({ suite, runtime, round });
    }
  }
  return jobs;
}
