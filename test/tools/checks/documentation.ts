/**
 * Every public symbol has a doc comment, and an example unless it is a type; no public signature
 * says `any`; the examples pass the type checker (test/house/docs.ts runs them); the pages in English
 * and Chinese are in step.
 */

import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { allFences, exampleFolder, writeFence } from "../fences.ts";
import { run } from "../process.ts";
import { root } from "../runtimes.ts";
import { deno, modulesFlag, type Part, problemsOf } from "./part.ts";
import { sources } from "./sources.ts";
import { translationProblems } from "./translations.ts";

/** What `deno doc --json` says, as far as it is read here. */
export interface Declaration {
  location: { filename: string; line: number };
  kind: string;
  jsDoc?: { doc?: string; tags?: { kind: string; doc?: string }[] };
  def?: { methods?: Member[]; properties?: Member[]; returnType?: unknown };
}
export interface Member {
  name: string;
  kind?: string;
  accessibility?: string;
  isOverride?: boolean;
  jsDoc?: object;
  tsType?: unknown;
  functionDef?: { returnType?: unknown };
  location: { filename: string; line: number };
}
interface Documentation {
  nodes: Record<string, { symbols: { name: string; declarations: Declaration[] }[] }>;
}

const TYPES = new Set(["interface", "typeAlias", "reference", "namespace"]);

/** Does some type in this piece of documentation say `any`? */
function saysAny(piece: unknown): boolean {
  if (typeof piece !== "object" || piece === null) return false;
  const { kind, value } = piece as { kind?: unknown; value?: unknown };
  return kind === "keyword" && value === "any" || Object.values(piece).some(saysAny);
}

const at = ({ filename, line }: Declaration["location"]) =>
  `${relative(root, fileURLToPath(filename))}:${line}`;

function problemsOfMember(symbol: string, member: Member): string[] {
  if (member.accessibility === "private") return [];
  const name = `${at(member.location)}: ${symbol}.${member.name}`;
  const problems: string[] = [];
  const obvious = member.name.startsWith("[Symbol.") || member.kind === "setter" ||
    member.isOverride;
  if (!member.jsDoc && !obvious) problems.push(`${name} has no doc comment`);
  if (member.functionDef && member.kind !== "setter" && !member.functionDef.returnType) {
    problems.push(`${name} has no return type`);
  }
  return problems;
}

/** What is wrong with one exported symbol, with all its declarations. */
export function problemsOfSymbol(name: string, declarations: readonly Declaration[]): string[] {
  const first = declarations[0]!;
  const where = `${at(first.location)}: ${name}`;
  const problems: string[] = [];
  const comments = declarations.map(({ jsDoc }) => jsDoc).filter((jsDoc) => jsDoc !== undefined);
  const isType = declarations.every(({ kind }) => TYPES.has(kind));
  if (first.kind !== "reference" && comments.length === 0) {
    problems.push(`${where} has no doc comment`);
  }
  const text = comments.map(({ doc, tags }) =>
    [doc, ...(tags ?? []).map((tag) => tag.doc)].join("\n")
  );
  if (!isType && comments.length > 0 && !text.join("\n").includes("```ts")) {
    problems.push(`${where} has no example`);
  }
  for (const { kind, def } of declarations) {
    if (saysAny(def)) problems.push(`${where} says \`any\``);
    if (kind === "function" && def && !def.returnType) problems.push(`${where} has no return type`);
    for (const member of [...(def?.methods ?? []), ...(def?.properties ?? [])]) {
      problems.push(...problemsOfMember(name, member));
    }
  }
  return problems;
}

/** Every symbol of the modules that package.json exports. */
async function symbolProblems(): Promise<string[]> {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    exports: Record<string, string | { readonly types: string }>;
  };
  // They name what is built; the doc comments are in the sources.
  const modules = Object.values(exports).flatMap((entry) =>
    typeof entry === "string" ? [] : [entry.types.replace(/^\.\/dist\/(.*)\.d\.ts$/, "./$1.ts")]
  );
  const missing = modules.filter((path) => !existsSync(join(root, path)));
  if (missing.length > 0) return missing.map((path) => `${path} is exported, but not there`);
  const args = ["doc", "--json", ...modules];
  const ended = await run({ file: deno().file, args }, { deadline: 60_000, cwd: root }).ended;
  if (ended.code !== 0) return [ended.output];
  const { nodes } = JSON.parse(ended.stdout) as Documentation;
  const symbols = Object.values(nodes).flatMap((node) => node.symbols);
  if (symbols.length === 0) return ["no public symbol was found"];
  const problems = symbols.flatMap(({ name, declarations }) =>
    problemsOfSymbol(name, declarations)
  );
  return [...new Set(problems)].sort(); // a symbol may be exported by several modules
}

/** The examples are type-checked as the files that a reader would make of them. */
async function exampleProblems(): Promise<string[]> {
  const { path, remove } = exampleFolder();
  try {
    const paths = allFences().filter((fence) => fence.ignored === undefined)
      .map((fence) => writeFence(path, fence));
    if (paths.length === 0) return [];
    return await problemsOf(deno().file, ["check", "--quiet", ...modulesFlag(), ...paths]);
  } finally {
    remove();
  }
}

export const documentation: Part = {
  name: "docs",
  what: "doc comments and examples of public symbols, no `any`, pages in both languages",
  check: async () => [
    ...await symbolProblems(),
    ...await exampleProblems(),
    ...translationProblems(sources()),
  ],
};
