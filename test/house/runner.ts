/** The suite of test/run.ts: each file of test/fails/ must be called red, for the right reason. */
// deadline: 300 s

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Ended, root, spawnScript, startScript, until } from "../kit.ts";
import { chooseSuites, plan } from "../tools/plan.ts";
import { thisRuntime } from "../tools/runtimes.ts";

const test = suite("runner");
const RUN = "test/run.ts";
const GREEN = "test/fixtures/green.ts";
const here = thisRuntime().name;

/** What run.ts must say of each file of test/fails/. */
const reasons: Record<string, RegExp> = {
  after_each_hook: /^2 of 2 tests failed$/,
  before_hook: /^1 of 1 tests failed$/,
  blocks: /^not finished after [\d.]+ s, killed$/,
  crashes: /^ended by SIGKILL$/,
  empty: /^ran no test: the suite is empty$/,
  exit_code: /^all 1 tests passed, but the exit code is 3$/,
  exits_early: /^ended before its tests did: exit code 1$/,
  fails: /^1 of 2 tests failed$/,
  hangs: /^not finished after [\d.]+ s, killed$/,
  leaks_handle: /^all 1 tests passed, but the program did not end: something it opened/,
  leaves_process: /^left 1 process\(es\) running$/,
  lies: /^1 of 5 tests failed$/,
  never_settles: /^ended before its tests did: exit code \d+$/,
  not_an_error: /^1 of 1 tests failed$/,
  not_found: /^ended before its tests did: exit code 1$/,
  not_run: /^ran no test: is \.run\(\) missing\?$/,
  only_one: /^1 tests skipped/,
  skips: /^1 tests skipped/,
  stray_rejection: /^all 1 tests passed, but the exit code is 1$/,
};

function runner(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  return spawnScript(RUN, {
    args: ["--runtime", here, ...args],
    env: { CI: "", EXPECT_SOAK: "", ...env },
    deadline: 60_000,
  });
}

const lastLine = (ended: Ended) => ended.stdout.trimEnd().split("\n").at(-1);

test("every file of test/fails is red, for its own reason", async () => {
  const files = readdirSync(join(root, "test/fails")).filter((file) => file.endsWith(".ts"));
  const names = files.map((file) => file.slice(0, -3)).sort();
  assert.equal(names, Object.keys(reasons));
  const paths = files.map((file) => `test/fails/${file}`);
  const ended = await runner([...paths, "--jobs", "4"]);
  assert.is(ended.code, 1, ended.output);
  for (const name of names) {
    const line = new RegExp(`^RED fails/${name} on ${here}: (.*)$`, "m").exec(ended.stdout);
    assert.match(line?.[1] ?? `${name} is not called red:\n${ended.output}`, reasons[name]!);
  }
  const counted = /^(\d+) passed, (\d+) failed$/.exec(lastLine(ended)!);
  assert.ok(Number(counted?.[2]) >= names.length, ended.output);
});

test("a red suite's output is shown whole, and what is wrong again at the end", async () => {
  const ended = await runner(["test/fails/fails.ts"]);
  assert.match(
    ended.stdout,
    /^RED fails\/fails on .*\n( {2}\|.*\n)*? {2}\| +FAIL +fails +"fails"/m,
  );
  assert.match(ended.stdout, /\| +FAIL +fails +"fails"/);
  assert.match(ended.stdout, /Expected values to be strictly equal/);
  assert.is(lastLine(ended), "1 passed, 1 failed");
});

test("--deadline is the deadline of each suite, whatever it says itself", async () => {
  const ended = await runner(["test/fails/hangs.ts", "--deadline", "1"]);
  assert.match(ended.stdout, /^RED fails\/hangs on .*: not finished after 1\.\d s, killed$/m);
});

test("a green suite is green, alone and beside a red one", async () => {
  const green = await runner([GREEN]);
  assert.is(green.code, 0, green.output);
  assert.is(lastLine(green), "2 passed, 0 failed");
  const both = await runner([GREEN, "test/fails/not_run.ts"]);
  assert.is(both.code, 1);
  assert.is(lastLine(both), "2 passed, 1 failed");
});

test("--repeat runs again, --soak is passed on", async () => {
  const thrice = await runner([GREEN, "--repeat", "3"], { EXPECT_SOAK: "" });
  assert.is(lastLine(thrice), "6 passed, 0 failed");
  const soak = await runner([GREEN, "--soak"], { EXPECT_SOAK: "1" });
  assert.is(lastLine(soak), "2 passed, 0 failed", soak.output);
});

test("a required runtime that is missing is red, and named", async () => {
  const ended = await runner([GREEN, "--require", `${here},node99`]);
  assert.is(ended.code, 1);
  assert.match(ended.stdout, /^RED node99 is required and was not found$/m);
  assert.is(lastLine(ended), "2 passed, 1 failed");
});

test("bad usage is one line and exit code 2", async () => {
  const wrong: [string[], RegExp][] = [
    [["no_such_suite"], /^There is no suite named no_such_suite\. There are: .*runner/],
    [["test/fails/none.ts"], /^There is no file test\/fails\/none\.ts/],
    [["--runtime", "perl"], /^There is no runtime named perl/],
    [["--runtime", "node99"], /^This machine has no node99\. It has: /],
    [["--repeat", "0"], /^--repeat must be a whole number from 1 to 100000: received 0/],
    [["--jobs", "two"], /^--jobs must be a whole number from 1 to 64: received two/],
    [["--deadline", "1e3"], /^--deadline must be/],
    [["--sock"], /--sock/],
  ];
  await Promise.all(wrong.map(async ([args, message]) => {
    const ended = await runner(args);
    assert.is(ended.code, 2, ended.output);
    assert.match(ended.stderr, message);
    assert.is(ended.stdout, "");
  }));
});

test("--help and --list answer without running anything", async () => {
  const help = await runner(["--help"]);
  assert.is(help.code, 0);
  assert.match(help.stdout, /--runtime NAMES/);
  const list = await runner(["--list"]);
  assert.match(list.stdout, new RegExp(`^${here} .*\\n`, "m"));
  assert.match(list.stdout, /^house\/runner$/m);
});

test("an interrupted run ends its suites and exits with 130", async () => {
  let seen = "";
  const running = startScript(RUN, {
    args: ["--runtime", here, "test/fails/hangs.ts"],
    env: { CI: "" },
    onOutput: (text) => seen += text,
  });
  await until(() => /at a time/.test(seen), "the start of the run", 20_000);
  running.signal("SIGINT");
  const ended = await running.ended;
  assert.is(ended.code, 130, ended.output);
  assert.is(ended.leftBehind, 0);
});

test("a suite that says where it is run in a whole run is run there, and everywhere when it is named", () => {
  const runtimes = ["node20", "node24", "deno", "bun"].map((name) => {
    const kind = name.replace(/\d+/, "") as "node" | "deno" | "bun";
    return { name, kind, version: "1", file: name };
  });
  const suites = chooseSuites(["lab/twins", "threads/lock"]);
  assert.equal(suites.find(({ name }) => name === "lab/twins")!.whole, ["node24", "bun"]);
  const placesOf = (name: string, whole: boolean, on = runtimes) =>
    plan(suites, on, 1, whole).filter(({ suite }) => suite.name === name)
      .map(({ runtime }) => runtime.name).join(" ");
  assert.is(placesOf("lab/twins", true), "node24 bun");
  assert.is(placesOf("threads/lock", true), "node20 node24 deno bun");
  assert.is(placesOf("lab/twins", false), "node20 node24 deno bun");
  assert.is(placesOf("lab/twins", true, runtimes.slice(2, 3)), "deno", "where none of them is");
});

test.run();
