/** The command line of test/run.ts. */

import { availableParallelism } from "node:os";
import process from "node:process";
import { parseArgs } from "node:util";

/** A mistake in the command line: one line for the person, exit code 2. */
export class UsageError extends Error {}

export interface Options {
  /** Names of suites, patterns with `*`, or paths. Empty: all suites. */
  readonly names: readonly string[];
  /** "node20", "node" (every Node), "deno", "bun". Empty: all that are found. */
  readonly runtimes: readonly string[];
  /** Runtimes whose absence is a failure. */
  readonly require: readonly string[];
  readonly repeat: number;
  readonly jobs: number;
  /** Seconds for each suite, instead of its own deadline. */
  readonly deadline: number | undefined;
  readonly soak: boolean;
  readonly list: boolean;
  readonly help: boolean;
}

export const help = `Runs the test suites, each file as a program of its own, on every runtime.

  npm test                                 all suites on all runtimes
  npm test -- lock queue --runtime bun     two suites on one runtime
  npm test -- 'coroutine*' --repeat 20     by pattern, twenty times
  npm test -- test/fails/hook.ts           a file that is not a suite of test/

  --runtime NAMES    node20, node24, node, deno, bun; several with commas or repeated
  --require NAMES    these must be there (default: none; with CI set: node20,node24,deno,bun)
  --repeat N         every suite N times (default 1)
  --jobs N           suites at a time (default: one more than there are cores, at most 4)
  --deadline S       seconds until a suite is killed (default: 60, or what the suite says)
  --soak             long runs: suites see INTERLEAVE_SOAK=1, and have thirty times as long
  --list             the suites and runtimes there are
  --help             this text

A suite is trusted only if its exit code is 0, tests ran, all passed, and nothing of it is left.
Exit code: 0 all passed, 1 something failed, 2 bad usage, 130 interrupted.
Further Nodes: their paths in INTERLEAVE_NODE, or .cache/nodeNN/node_modules/node.`;

function count(name: string, text: string, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= most) return value;
  throw new UsageError(`--${name} must be a whole number from 1 to ${most}: received ${text}`);
}

const words = (lists: readonly string[] = []) => lists.flatMap((l) => l.split(",")).filter(Boolean);

/** Reads the arguments after the program's name. */
export function readOptions(args: string[]): Options {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const many = { type: "string", multiple: true } as const;
  const options = {
    runtime: many,
    require: many,
    repeat: text,
    jobs: text,
    deadline: text,
    soak: flag,
    list: flag,
    help: { ...flag, short: "h" },
  };
  let parsed;
  try {
    parsed = parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  const { values, positionals } = parsed;
  const needed = words(values.require);
  const inCI = /^(1|true)$/.test(process.env["CI"] ?? "");
  return {
    names: positionals,
    runtimes: words(values.runtime),
    require: values.require || !inCI || values.runtime
      ? needed
      : ["node20", "node24", "deno", "bun"],
    repeat: count("repeat", values.repeat ?? "1", 100_000),
    jobs: count("jobs", values.jobs ?? String(Math.min(4, availableParallelism() + 1)), 64),
    deadline: values.deadline === undefined
      ? undefined
      : count("deadline", values.deadline, 1_000_000),
    soak: values.soak ?? false,
    list: values.list ?? false,
    help: values.help ?? false,
  };
}
