/** The suite of `npm run bench`: what it makes of the numbers, and that it runs programs in turn. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { measure, type Samples, stepsOf } from "../bench/measure.ts";
import { isMissed, median, rowsOf, tableOf } from "../bench/table.ts";
import { pairs, programs, targetOn } from "../bench/targets.ts";
import { spawnScript } from "../kit.ts";
import { commandFor, thisRuntime } from "../tools/runtimes.ts";

const test = suite("bench_runner");
const here = thisRuntime();
const [first] = pairs["thread"]!;

test("the median is the middle", () => {
  assert.is(median([3, 1, 2]), 2);
  assert.is(median([4, 1, 3, 2]), 2.5);
});

test("names of workloads are unique", () => {
  const names = [...Object.values(pairs).flat(), ...programs].map((row) => row.name);
  assert.is(new Set(names).size, names.length);
});

test("a target is for all runtimes or for each; Node before 24 has half as much again", () => {
  assert.is(targetOn(0.5, "bun"), 0.5);
  assert.is(targetOn({ node: 1, deno: 2, bun: 3 }, "deno"), 2);
  assert.is(targetOn({ node: 1, deno: 2, bun: 3 }, "node24"), 1);
  assert.is(targetOn(0.5, "node20"), 0.75);
});

test("ratios are of medians, to python; what misses its target is marked", () => {
  const name = first!.name;
  const samples: Samples = new Map([
    [name, new Map([["python", [10, 30, 20]], ["bun", [4, 5, 6]], ["deno", [11]]])],
    ["of nobody", new Map([["bun", [7]]])],
  ]);
  const [row, other] = rowsOf(samples);
  assert.equal(row!.cells.map(({ ratio }) => ratio), [1, 0.25, 0.55]);
  assert.equal(row!.cells.map(isMissed), [false, false, true]);
  assert.is(other!.cells[0]!.ratio, undefined);
  const table = tableOf(rowsOf(samples));
  assert.match(table, /\| workload +\| python +\| bun +\| deno +\|/);
  assert.match(table, /\| 20\.0 ms +\| 0\.25 \/ 0\.50 +\| 0\.55 \/ 0\.50 ! +\|/);
  assert.match(table, /\| of nobody +\| +\| 7\.00 ms +\| +\|/);
});

test("the competitors of a workload run side by side, and --only chooses", () => {
  const { steps, missing } = stepsOf([here], "/usr/bin/python3", ["lesson lock"], []);
  assert.is(steps.length + missing.length * 2, 2);
  if (steps.length > 0) assert.equal(steps.map((step) => step.who), ["python", here.name]);
  assert.equal(stepsOf([here], undefined, ["no such row"], []), { steps: [], missing: [] });
});

test("rows are read from what a program prints, or it is timed from outside", async () => {
  const samples: Samples = new Map();
  const command = commandFor(here, "test/fixtures/row.ts");
  const step = { what: "row", who: "me", command, whole: undefined, only: "" };
  assert.is(await measure(step, samples), "");
  assert.is(await measure(step, samples), "");
  assert.equal([...samples], [["row", new Map([["me", [12.5, 12.5]]])]]);
  assert.is(await measure({ ...step, whole: "outside" }, samples), "");
  assert.ok(samples.get("outside")!.get("me")![0]! > 1);
  const other = { ...step, only: "another row" };
  assert.match(await measure(other, samples), /^row on me: printed no row\n/);
  const broken = { ...step, command: commandFor(here, "test/fixtures/none.ts") };
  assert.match(await measure(broken, samples), /^row on me: exit 1\n/);
});

test("--help answers, bad usage is exit code 2", async () => {
  const bench = (args: string[]) => spawnScript("test/bench/run.ts", { args });
  assert.match((await bench(["--help"])).stdout, /--peers NAMES/);
  for (const args of [["--rounds", "0"], ["--peers", "none"], ["--runtime", "x"], ["--onyl"]]) {
    const ended = await bench(args);
    assert.is(ended.code, 2, args.join(" "));
    assert.is(ended.stderr.trimEnd().split("\n").length, 1, ended.stderr);
  }
});

test.run();
