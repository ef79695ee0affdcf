/** Runs the programs of the benchmark in turn, and collects what they print. */

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Command, run } from "../tools/process.ts";
import { commandFor, root, type Runtime } from "../tools/runtimes.ts";
import { redisServer } from "../fixtures/distributed/redis.ts";
import { installed } from "./installed.ts";
import { alone, besides, pairs, programs } from "./targets.ts";

/** Who ran a row: "python", a runtime's name, or "piscina on node24". */
export type Who = string;

/** workload -> who -> the milliseconds of each round. */
export type Samples = Map<string, Map<Who, number[]>>;

/** One program to be run in each round. */
export interface Step {
  readonly what: string;
  readonly who: Who;
  readonly command: Command;
  /** Timed from outside under this name, instead of by what it prints. */
  readonly whole: string | undefined;
  /** Words in the names of the rows that it is to run; "" for all. */
  readonly only: string;
}

/** The interpreter itself, not a shim that starts it; undefined where there is no python3. */
export function findPython(): { file: string; version: string } | undefined {
  const ask = "import sys, platform; print(sys.executable); print(platform.python_version())";
  const { stdout, status } = spawnSync("python3", ["-c", ask], { encoding: "utf8" });
  const [file, version] = (stdout ?? "").split("\n");
  return status === 0 && file && version ? { file, version } : undefined;
}

/** The programs of one round, the competitors of each workload side by side. */
export function stepsOf(
  runtimes: readonly Runtime[],
  python: string | undefined,
  only: readonly string[],
  peerNames: readonly string[],
): { steps: Step[]; missing: string[] } {
  const wanted = (file: string, names: readonly string[]) =>
    only.length === 0 || only.some((word) => file === word || names.some((n) => n.includes(word)));
  const steps: Step[] = [];
  const missing: string[] = [];
  // A file that is named itself runs all its rows.
  const onlyOf = (file: string) => only.includes(file) ? "" : only.join("\n");
  const add = (what: string, script: string, twin: string, whole?: string) => {
    const rows = { whole, only: whole === undefined ? onlyOf(what) : "" };
    if (!existsSync(resolve(root, script))) return void missing.push(`${script} is not here`);
    if (python !== undefined) {
      const command = { file: python, args: [join(root, twin)] };
      steps.push({ what, who: "python", command, ...rows });
    }
    for (const runtime of runtimes) {
      steps.push({ what, who: runtime.name, command: commandFor(runtime, script), ...rows });
    }
  };
  for (const [file, rows] of Object.entries(pairs)) {
    if (!wanted(file, rows.map((row) => row.name))) continue;
    add(file, `test/bench/${file}.ts`, `test/bench/${file}.py`);
    for (const peer of file === "pool" ? peerNames : []) {
      const script = `test/bench/peers/${peer}.ts`;
      for (const runtime of runtimes) {
        const command = commandFor(runtime, script);
        const who = `${peer} on ${runtime.name}`;
        steps.push({ what: file, who, command, whole: undefined, only: onlyOf(file) });
      }
    }
  }
  for (const [file, { peer, rows }] of Object.entries(besides)) {
    if (!wanted(file, rows.map((row) => row.name))) continue;
    if (redisServer === undefined) {
      missing.push(`${file}: no redis-server on PATH (apt-get install redis-server)`);
      continue;
    }
    for (const runtime of runtimes) {
      const both = [[`${peer} on ${runtime.name}`, `peers/${peer}`], [runtime.name, file]] as const;
      for (const [who, script] of both) {
        const command = commandFor(runtime, `test/bench/${script}.ts`);
        steps.push({ what: file, who, command, whole: undefined, only: onlyOf(file) });
      }
    }
  }
  for (const [file, rows] of Object.entries(alone)) {
    if (!wanted(file, rows.map((row) => row.name))) continue;
    for (const runtime of runtimes) {
      const command = commandFor(runtime, `test/bench/${file}.ts`);
      steps.push({ what: file, who: runtime.name, command, whole: undefined, only: onlyOf(file) });
    }
  }
  for (const { name, script, python: twin, installed: isInstalled } of programs) {
    if (wanted(name, [name])) add(name, isInstalled ? installed(script) : script, twin, name);
  }
  return { steps, missing };
}

/** Milliseconds for one program of one round; a pool of npm that never answers is reported. */
const DEADLINE = 120_000;

function keep(samples: Samples, workload: string, who: Who, ms: number): void {
  const row = samples.get(workload) ?? new Map<Who, number[]>();
  samples.set(workload, row);
  row.set(who, [...row.get(who) ?? [], ms]);
}

/** Runs one program and keeps its rows. Answers what was wrong, "" if nothing. */
export async function measure(step: Step, samples: Samples): Promise<string> {
  const ended = await run(step.command, {
    deadline: DEADLINE,
    cwd: root,
    env: {
      INTERLEAVE_BENCH_ONLY: step.only,
      DENO_NO_UPDATE_CHECK: "1",
      LC_ALL: "C.UTF-8",
    },
  }).ended;
  if (ended.code !== 0) {
    const how = ended.killed
      ? `killed after ${DEADLINE / 1000} s`
      : `exit ${ended.code ?? ended.signal}`;
    return `${step.what} on ${step.who}: ${how}\n${ended.output}`;
  }
  if (step.whole !== undefined) {
    keep(samples, step.whole, step.who, ended.elapsed);
    return "";
  }
  const lines = ended.stdout.split("\n").filter((line) => line.startsWith("{"));
  if (lines.length === 0) return `${step.what} on ${step.who}: printed no row\n${ended.output}`;
  for (const line of lines) {
    const { workload, ms } = JSON.parse(line) as { workload: string; ms: number };
    keep(samples, workload, step.who, ms);
  }
  return "";
}
