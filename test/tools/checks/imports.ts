/** Imports go one way only: rooms.ts says which. No cycles, no packages but where they are wanted. */

import { posix } from "node:path";
import type { Part } from "./part.ts";
import { modulesOfTheRuntime, ofTheRuntime, packages, roomOf, rooms, walls } from "./rooms.ts";
import { isCode, places, type Source, sources, withoutComments } from "./sources.ts";
import { tableProblems } from "./table.ts";

/** Specifiers of `import`, `export ... from`, `import()` and `new URL(x, import.meta.url)`. */
const SPECIFIER =
  /\b(?:import|export)\b[^"'`;]*?\bfrom\s*(["'])([^"'\n]+)\1|\bimport\s*\(?\s*(["'`])([^"'`\n]+)\3(\s*\+)?|\bnew URL\(\s*["'](\.[^"'\n]+)["']\s*,\s*import\.meta\.url/g;

export interface Import {
  readonly from: string;
  readonly line: number;
  readonly specifier: string;
  /** Erased before it runs: it cannot make a cycle. */
  readonly onlyTypes: boolean;
  /** It stands in a text: a program that is written elsewhere, or no import at all. */
  readonly inText: boolean;
  /** Only a running program knows the whole specifier. */
  readonly computed: boolean;
  /** The project's file it means, if it is one. */
  readonly to: string | undefined;
}

/** All imports of a file. */
export function importsOf({ path, text }: Source): Import[] {
  const code = withoutComments(text);
  const bare = withoutComments(text, true);
  return [...code.matchAll(SPECIFIER)].map((found) => {
    const [whole, , named, quote, called, plus, url] = found;
    const specifier = (named ?? called ?? url)!;
    const to = /^\.{1,2}\//.test(specifier)
      ? posix.normalize(posix.join(posix.dirname(path), specifier.replace(/[?#].*$/, "")))
      : undefined;
    const line = code.slice(0, found.index).split("\n").length;
    const onlyTypes = /^(import|export)\s+type\b/.test(whole) || url !== undefined;
    const inText = bare[found.index] !== whole[0];
    const computed = plus !== undefined || (quote === "`" && specifier.includes("${"));
    return { from: path, line, specifier, onlyTypes, inText, computed, to };
  });
}

const knowsRuntimes = (path: string) => ["runtime", "system", "test"].includes(roomOf(path)!.name);

function problemOf(found: Import): string | undefined {
  const { from, line, specifier, inText, to } = found;
  const room = roomOf(from)!;
  const at = `${from}:${line}`;
  if (found.computed && !inText) {
    return `${at}: ${specifier} is put together when it runs: name the whole file`;
  }
  if (to !== undefined) {
    const target = roomOf(to);
    if (target === undefined) return undefined; // package.json and the like
    const begins = (starts: readonly string[], path: string) =>
      starts.some((start) => path.startsWith(start));
    const wall = walls.find(({ files, never }) => begins(files, from) && begins(never, to));
    if (wall) return `${at}: may not import ${specifier}: use ${wall.instead}`;
    if (target === room || room.uses.includes(target.name)) return undefined;
    return `${at}: the room "${room.name}" may not use "${target.name}": ${specifier}`;
  }
  if (modulesOfTheRuntime.test(specifier) && !knowsRuntimes(from)) {
    return `${at}: only lib/runtime and lib/system may import ${specifier}`;
  }
  if (specifier.startsWith("node:") || specifier === "bun:test") return undefined;
  if (!/^[@a-z][\w@/.-]*$/i.test(specifier)) {
    if (inText) return undefined;
    // A name of package.json ("#b"), a URL, a path from the root: rings through them would be seen by nobody.
    return `${at}: ${specifier} cannot be followed: name the file by its path from here`;
  }
  if (packages[room.name]?.includes(specifier)) return undefined;
  if (from === "lib/runtime/launch.mjs") {
    if (/^(tsx|esbuild)\b/.test(specifier)) return undefined; // only where Node cannot read TypeScript
  }
  return `${at}: the room "${room.name}" may not import the package "${specifier}"`;
}

/** Rings of imports, each once, as "a -> b -> a". */
export function cyclesOf(edges: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string) => {
    const start = path.indexOf(file);
    if (start >= 0) return void found.push([...path.slice(start), file].join(" -> "));
    if (done.has(file)) return;
    path.push(file);
    for (const next of edges.get(file) ?? []) visit(next);
    path.pop();
    done.add(file);
  };
  for (const file of edges.keys()) visit(file);
  return found;
}

export function problemsIn(all: readonly Source[]): string[] {
  const code = all.filter((source) => isCode(source));
  const homeless = code.filter(({ path }) => !roomOf(path));
  const housed = code.filter(({ path }) => roomOf(path));
  const imports = housed.flatMap((source) => importsOf(source));
  const edges = new Map<string, string[]>(housed.map(({ path }) => [path, []]));
  for (const { from, to, onlyTypes } of imports) {
    if (to && !onlyTypes) edges.get(from)?.push(to);
  }
  const named = housed
    .filter(({ path }) => !knowsRuntimes(path))
    .flatMap(({ path, text }) => places(path, withoutComments(text, true), ofTheRuntime));
  return [
    ...homeless.map(({ path }) => `${path}: has no room in test/tools/checks/rooms.ts`),
    ...imports.map(problemOf).filter((problem) => problem !== undefined),
    ...cyclesOf(edges).map((ring) => `imports go in a ring: ${ring}`),
    ...named.map(({ at, match }) =>
      `${at}: only lib/runtime and lib/system may name ${match.trim()}`
    ),
  ];
}

export const imports: Part = {
  name: "imports",
  what:
    `import direction of ${rooms.length} rooms, their table, rings, packages, names of runtimes`,
  check: () => {
    const all = sources();
    const table = all.find(({ path }) => path === "CONTRIBUTING.md")?.text ?? "";
    return Promise.resolve([...problemsIn(all), ...tableProblems(table)]);
  },
};
