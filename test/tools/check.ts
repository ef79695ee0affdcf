/**
 * The gate: `npm run check` looks at everything, `npm run check -- types imports` at some parts.
 * What follows `--` once more goes to the tests: `npm run check -- tests -- --runtime bun`.
 */

import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { documentation } from "./checks/documentation.ts";
import { files } from "./checks/files.ts";
import { imports } from "./checks/imports.ts";
import { deno, modulesFlag, packageProgram, type Part, problemsOf } from "./checks/part.ts";
import { run, stopAll } from "./process.ts";
import { say } from "./report.ts";
import { commandFor, root, thisRuntime } from "./runtimes.ts";

const CODE = ["lib", "scripts", "test", "repl.ts"].filter((path) => existsSync(join(root, path)));

const format: Part = {
  name: "format",
  what: "deno fmt --check",
  check: () => problemsOf(deno().file, ["fmt", "--check"]),
};

const lint: Part = {
  name: "lint",
  what: "deno lint",
  check: () => problemsOf(deno().file, ["lint"]),
};

const types: Part = {
  name: "types",
  what: "tsc and deno check",
  check: async () => [
    ...await packageProgram("typescript/bin/tsc", ["-p", "."]),
    ...await problemsOf(deno().file, ["check", "--quiet", ...modulesFlag(), ...CODE]),
  ],
};

const tests: Part = {
  name: "tests",
  what: "npm test",
  async check(args) {
    const ended = await run(commandFor(thisRuntime(), "test/run.ts", args), {
      deadline: 60 * 60_000,
      cwd: root,
      onOutput: (text) => void process.stdout.write(text),
    }).ended;
    return ended.code === 0 ? [] : [`test/run.ts ended with ${ended.code ?? ended.signal}`];
  },
};

const parts: readonly Part[] = [format, lint, types, imports, files, documentation, tests];

async function look(part: Part, args: readonly string[]): Promise<string[]> {
  try {
    return await part.check(args);
  } catch (error) {
    return [(error as Error).stack ?? String(error)];
  }
}

async function check(args: readonly string[]): Promise<number> {
  const end = args.indexOf("--");
  const names = end < 0 ? args : args.slice(0, end);
  const unknown = names.find((name) => !parts.some((part) => part.name === name));
  if (unknown !== undefined) {
    const help = unknown === "--help" || unknown === "-h";
    say(help ? "npm run check [-- PARTS]" : `There is no part named ${unknown}. There are:`);
    for (const { name, what } of parts) say(`  ${name.padEnd(8)} ${what}`);
    return help ? 0 : 2;
  }
  const chosen = parts.filter((part) => names.length === 0 || names.includes(part.name));
  const summary: string[] = [];
  let failed = 0;
  for (const part of chosen) {
    say(`--- ${part.name}: ${part.what}`);
    const start = performance.now();
    const problems = await look(part, end < 0 ? [] : args.slice(end + 1));
    for (const problem of problems) say(problem);
    if (problems.length > 0) failed++;
    const time = ((performance.now() - start) / 1000).toFixed(1);
    const verdict = problems.length === 0 ? "ok" : `RED, ${problems.length} problem(s)`;
    summary.push(`${part.name.padEnd(8)} ${verdict} (${time} s)`);
  }
  say(["---", ...summary, `${chosen.length - failed} passed, ${failed} failed`].join("\n"));
  return failed > 0 ? 1 : 0;
}

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  process.on(signal, () => {
    stopAll();
    process.exit(code);
  });
}
process.exitCode = await check(process.argv.slice(2));
