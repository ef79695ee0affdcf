/**
 * The test runner: `npm test -- --help`. Starts each suite of test/ as a program of its own on each
 * runtime, and trusts only what it can see (tools/verdict.ts says what).
 */

import process from "node:process";
import { executeAll } from "./tools/execute.ts";
import { help, readOptions, UsageError } from "./tools/options.ts";
import { allSuites, chooseRuntimes, chooseSuites, plan } from "./tools/plan.ts";
import { stopAll } from "./tools/process.ts";
import { Report, say } from "./tools/report.ts";
import { findRuntimes } from "./tools/runtimes.ts";

async function runTests(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (options.help) return say(help), 0;
  const found = findRuntimes();
  if (options.list) {
    for (const { name, version, file } of found) say(`${name.padEnd(7)} ${version}  ${file}`);
    for (const suite of allSuites()) say(suite.name);
    return 0;
  }
  const suites = chooseSuites(options.names);
  const { chosen, skipped, missing } = chooseRuntimes(found, options);
  let interrupted = 0;
  for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]] as const) {
    process.on(signal, () => {
      interrupted = code;
      stopAll();
    });
  }
  const list = chosen.map(({ kind, version }) => `${kind} ${version}`).join(", ");
  say(`${suites.length} suites on ${list}; ${options.jobs} at a time`);
  for (const { name, get } of skipped) say(`skipped: ${name} is not here (to have it: ${get})`);

  const whole = options.names.length === 0;
  const jobs = plan(suites, chosen, options.repeat, whole);
  const some = whole ? suites.filter((suite) => suite.whole).map(({ name }) => name) : [];
  if (some.length > 0) say(`on some runtimes only, unless they are named: ${some.join(", ")}`);
  const report = new Report(jobs);
  const results = await executeAll(jobs, options, report, () => interrupted > 0);
  if (interrupted > 0) say("interrupted: what was running has been ended");
  const failed = report.close(results, missing);
  if (interrupted > 0) return interrupted;
  return failed > 0 || results.length === 0 ? 1 : 0;
}

try {
  process.exitCode = await runTests(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n`);
  process.exitCode = 2;
}
