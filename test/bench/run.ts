/**
 * The benchmark: `npm run bench -- --help`. Every workload runs on each runtime and on CPython in
 * turn, round after round, so that a busy moment of the machine meets them all.
 */

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { stopAll } from "../tools/process.ts";
import { say } from "../tools/report.ts";
import { findRuntimes, root } from "../tools/runtimes.ts";
import { findPython, measure, type Samples, stepsOf } from "./measure.ts";
import { isMissed, rowsOf, tableOf } from "./table.ts";
import { peers } from "./targets.ts";

const help = `Measures the library beside CPython's own classes: ratios, lower is better.

  npm run bench                                 everything
  npm run bench -- --only lock,queue --runtime bun

  --only WORDS      files of test/bench, or words in the names of workloads
  --runtime NAMES   node20, node24, node, deno, bun (default: all that are found)
  --rounds N        how often each program runs; the median counts (default 5)
  --peers NAMES     beside them npm's pools, installed into .cache: ${
  Object.keys(peers).join(", ")
}; or all
  --json            one JSON object instead of the table
  --strict          exit code 1 when a target is missed
  --help            this text

The rows of explore are milliseconds, beside how many they may take.
The rows of distributed are beside bare BullMQ, each with a Redis of its own.
A cell is "ratio to CPython / target"; "!" marks a missed one.`;

/** Installs the pools that are asked for, unless they are there. */
function installPeers(names: readonly string[]): void {
  const missing = names.filter((name) => {
    const file = join(root, ".cache/peers/node_modules", name, "package.json");
    return !existsSync(file) || JSON.parse(readFileSync(file, "utf8")).version !== peers[name];
  });
  if (missing.length === 0) return;
  mkdirSync(join(root, ".cache/peers"), { recursive: true });
  const packages = missing.map((name) => `${name}@${peers[name]}`);
  const args = ["install", "--no-audit", "--no-fund", "--prefix", join(root, ".cache/peers")];
  const { status } = spawnSync("npm", [...args, ...packages], { stdio: ["ignore", 2, 2] });
  if (status !== 0) {
    throw new Error(`Cannot install ${packages.join(" ")}: npm ended with ${status}`);
  }
}

function readArguments() {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const { values } = parseArgs({
    options: {
      only: text,
      runtime: text,
      rounds: text,
      peers: text,
      json: flag,
      strict: flag,
      help: { ...flag, short: "h" },
    },
  });
  const words = (list = "") => list.split(/,(?! )/).filter(Boolean);
  const rounds = Number(values.rounds ?? 5);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new TypeError(`--rounds must be a whole number from 1: received ${values.rounds}`);
  }
  const chosen = values.peers === "all" ? Object.keys(peers) : words(values.peers);
  const unknown = chosen.find((name) => !(name in peers));
  if (unknown) {
    throw new TypeError(`There is no peer ${unknown}. There are: ${Object.keys(peers).join(", ")}`);
  }
  return { ...values, rounds, only: words(values.only), names: words(values.runtime), chosen };
}

async function bench(): Promise<number> {
  const options = readArguments();
  if (options.help) return say(help), 0;
  const note = (text: string) => void process.stderr.write(text + "\n");
  const python = findPython();
  if (!python) note("python3 is not here: times instead of ratios");
  const runtimes = findRuntimes().filter(({ name, kind }) =>
    options.names.length === 0 || options.names.includes(name) || options.names.includes(kind)
  );
  if (runtimes.length === 0) throw new TypeError(`No runtime here is named ${options.runtime}`);
  installPeers(options.chosen);
  const { steps, missing } = stepsOf(runtimes, python?.file, options.only, options.chosen);
  missing.forEach(note);
  const samples: Samples = new Map();
  const failures = new Map<string, string>();
  for (let round = 1; round <= options.rounds; round++) {
    for (const step of steps) {
      const name = `${step.what} on ${step.who}`;
      if (failures.has(name)) continue;
      note(`round ${round}/${options.rounds}: ${name}`);
      const failure = await measure(step, samples);
      if (failure !== "") failures.set(name, failure);
    }
  }
  const rows = rowsOf(samples);
  const machine = {
    cores: cpus().length,
    cpu: cpus()[0]?.model ?? "unknown",
    python: python?.version ?? null,
    runtimes: runtimes.map(({ kind, version }) => `${kind} ${version}`),
    rounds: options.rounds,
  };
  if (options.json) say(JSON.stringify({ machine, rows }));
  else {
    const { cores, cpu } = machine;
    say(`CPython ${python?.version ?? "-"}, ${machine.runtimes.join(", ")}; ${cores} x ${cpu}\n`);
    say(tableOf(rows));
  }
  for (const failure of failures.values()) note(`\nfailed: ${failure}`);
  const missed = rows.some((row) => row.cells.some(isMissed));
  // What a pool of npm cannot do on some runtime is told, and is not our failure.
  const failed = [...failures.keys()].some((name) => !/ on .* on /.test(name));
  return failed || rows.length === 0 || (options.strict && missed) ? 1 : 0;
}

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  process.on(signal, () => {
    stopAll();
    process.exit(code);
  });
}
try {
  process.exitCode = await bench();
} catch (error) {
  const isUsage = error instanceof TypeError;
  process.stderr.write(`${isUsage ? error.message : (error as Error).stack}\n`);
  process.exitCode = isUsage ? 2 : 1;
}
