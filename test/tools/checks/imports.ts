/** Imports go one way only: rooms.ts says which. No cycles, no packages but where they are wanted. */

import { posix } from "node:path";
import type { Part } from "./part.ts";
import { modulesOfTheRuntime, ofTheRuntime, packages, roomOf, rooms, walls } from "./rooms.ts";
import { isCode, places, type Source, sources, withoutComments } from "./sources.ts";

/** Specifiers of `import`, `export ... from`, `import()` and `new URL(x, import.meta.url)`. */
const SPECIFIER =
  /\b(?:import|export)\b[^"'`;]*?\bfrom\s*["']([^"']+)["']|\bimport\s*\(?\s*["']([^"']+)["']|\bnew URL\(\s*["'](\.[^"']+)["']\s*,\s*import\.meta\.url/g;

export interface Import {
  readonly from: string;
  readonly line: number;
  readonly specifier: string;
  /** Erased before it runs: it cannot make a cycle. */
  readonly onlyTypes: boolean;
  /** The project's file it means, if it is one. */
  readonly to: string | undefined;
}

/** All imports of a file. */
export function importsOf({ path, text }: Source): Import[] {
  const code = withoutComments(text);
  return [...code.matchAll(SPECIFIER)].map((found) => {
    const specifier = (found[1] ?? found[2] ?? found[3])!;
    const to = /^\.{1,2}\//.test(specifier)
      ? posix.normalize(posix.join(posix.dirname(path), specifier))
      : undefined;
    const line = code.slice(0, found.index).split("\n").length;
    const onlyTypes = /^(import|export)\s+type\b/.test(found[0]) || found[3] !== undefined;
    return { from: path, line, specifier, onlyTypes, to };
  });
}

const knowsRuntimes = (path: string) => ["runtime", "system", "test"].includes(roomOf(path)!.name);

function problemOf({ from, line, specifier, to }: Import): string | undefined {
  const room = roomOf(from)!;
  const at = `${from}:${line}`;
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
  // Text in texts: only what looks like a package is one.
  if (!/^[@a-z][\w@/.-]*$/i.test(specifier)) return undefined;
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
  what: `import direction of ${rooms.length} rooms, rings, packages, names of runtimes`,
  check: () => Promise.resolve(problemsIn(sources())),
};
