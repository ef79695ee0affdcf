/** The suite of the parts of many runs: what is asked, how outcomes and times are counted and drawn. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { columns } from "../../lib/columns.ts";
import { LANGUAGES } from "../../lib/lesson/language.ts";
import { bars } from "../../lib/repl/series/bars.ts";
import { readSeries } from "../../lib/repl/series/request.ts";
import type { Sample } from "../../lib/repl/series/runner.ts";
import { finding, kneeOf, pointsOf } from "../../lib/repl/series/speed.ts";
import { outcomeOf, tally } from "../../lib/repl/series/tally.ts";
import { repeatTold, sweepTold } from "../../lib/repl/series/told.ts";
import { lessons } from "../../scripts/index.ts";
import { random } from "../kit.ts";

const test = suite("series");
const named = (name: string) => lessons.find((each) => each.name === name)!;
const lock = named("lock"), pool = named("pool");

const sweep = (text: string, lesson = lock) => {
  const asked = readSeries(["--sweep", text], lesson, "en");
  return "wrong" in asked ? asked.wrong : asked.series!.sweep!.values;
};

test("the values of a sweep: ranges, steps, lists, fractions; in order and each once", () => {
  assert.equal(sweep("threads=1..5"), [1, 2, 3, 4, 5]);
  assert.equal(sweep("threads=8,1,2,2..4"), [1, 2, 3, 4, 8]);
  assert.equal(
    sweep("iterations=0..100:50"),
    '--iterations must be a whole number from 1 to 1000000: got "0"',
  );
  assert.equal(sweep("iterations=1..100:50"), [1, 51, 100]);
  assert.equal(sweep("delay=0..1:0.5", pool), [0, 0.5, 1]);
  const many = sweep("iterations=1..1000000") as number[];
  assert.ok(many.length <= 16 && many[0] === 1 && many.at(-1) === 1_000_000);
  assert.is((sweep("delay=0..3", pool) as number[]).length, 9);
});

test("what is wrong with --repeat and --sweep is said in both languages, with what there is", () => {
  const wrongs = [
    "",
    "threads",
    "threads=",
    "threads=4",
    "threads=5..1",
    "threads=1..4:0",
    "threads=1..4:0.5",
    "threads=1..x",
    "threads=0..4",
    "lock=1..2",
    "thraeds=1..2",
    "iterations=1..1000000:1",
  ];
  for (const wrong of wrongs) {
    for (const language of LANGUAGES) {
      const asked = readSeries(["--threads", "2", `--sweep=${wrong}`], lock, language);
      assert.ok("wrong" in asked, wrong);
      assert.match(asked.wrong, /^[^\n]*--(sweep|threads)[^\n]*$/);
    }
  }
  assert.match(sweep("thraeds=1..2") as string, "--sweep threads=1..8");
  for (const words of [["--repeat"], ["--repeat", "0"], ["--repeat=x"], ["--repeat", "--json"]]) {
    assert.match((readSeries(words, lock, "zh") as { wrong: string }).wrong, /^--repeat 必须是/);
  }
  for (const flag of ["--trace", "--html=x", "--timeline"]) {
    assert.ok("wrong" in readSeries([flag, "--repeat", "2"], lock, "en"), flag);
  }
  const none = readSeries(["--threads", "2", "--trace", "x"], lock, "en");
  assert.equal(none, { series: undefined, rest: ["--threads", "2", "--trace", "x"] });
  const both = readSeries(["--repeat", "3", "--no-lock", "--sweep", "threads=1,2"], lock, "en");
  assert.equal(both, {
    series: { repeat: 3, sweep: { name: "threads", values: [1, 2] } },
    rest: ["--no-lock"],
  });
});

test("a tally counts each outcome once, in few rows, whatever the numbers are", () => {
  const next = random(5);
  for (let round = 0; round < 300; round++) {
    const spread = 10 ** Math.floor(next() * 9) * (next() < 0.2 ? 0.001 : 1);
    const many = Array.from(
      { length: 1 + Math.floor(next() * 60) },
      () =>
        next() < 0.1
          ? 0
          : spread < 1
          ? (next() - 0.5) * spread
          : Math.round((next() - 0.5) * spread),
    );
    const rows = tally(many);
    assert.is(rows.reduce((sum, { count }) => sum + count, 0), many.length, many.join());
    assert.ok(rows.length <= 14, `${rows.length}`);
    assert.is(new Set(rows.map(({ label }) => label.en)).size, rows.length);
  }
  assert.equal(tally([3, 1, 3]).map(({ label, count }) => [label.en, count]), [["1", 1], ["3", 2]]);
  const texts = Array.from({ length: 100 }, (_, i) => ({ en: `t${i % 20}`, zh: "" }));
  const rows = tally(texts);
  assert.is(rows.length, 12);
  assert.equal([rows.at(-1)!.label.en, rows.at(-1)!.count], ["others", 45]);
  assert.equal(tally([]), []);
});

test("bars fit their line, the longest takes it, and what is there is seen", () => {
  for (const width of [40, 60, 120]) {
    const rows = [
      {
        label: "a label that is much longer than it should be, 标签很长很长很长",
        value: "1",
        size: 1,
      },
      { label: "b", value: "1000", size: 1000, mark: 500 },
      { label: "c", value: "0", size: 0, mark: 1200 },
    ];
    const drawn = bars(rows, width);
    for (const line of drawn) assert.ok(columns(line) < width, `${columns(line)}: ${line}`);
    assert.match(drawn[0]!, /█$/);
    assert.match(drawn[1]!, /█│█/);
    assert.match(drawn[2]!, / │$/);
  }
});

const sample = (threads: number, elapsed: number, held = true): Sample => ({
  values: { threads, iterations: 10, initial: 100, lock: true },
  ok: held,
  found: { result: { initial: 100, final: 100, difference: held ? 0 : -3 }, held, elapsed },
});

test("of a lesson that does not say how much work a run has, no speed is told", () => {
  const speedup = named("speedup");
  const workers = { name: "workers", values: [1, 2] };
  const run = (workers: number, elapsed: number): Sample => ({
    values: { workers },
    ok: true,
    found: { result: {}, held: true, elapsed },
  });
  const points = pointsOf(speedup, workers, [run(1, 1), run(2, 2)]);
  assert.equal(points.map(({ ideal }) => ideal), [null, null]);
  const told = sweepTold(speedup, workers, points, { language: "en", plain: true, width: 100 });
  assert.match(told, "With workers 2 it took 2.00 times as long as with 1.");
  assert.not.match(told, "same work");
});

test("speed-up compares the same work, by medians, and says where more stopped helping", () => {
  const threads = { name: "threads", values: [1, 2, 4, 8] };
  // Each thread brings its own work: in the same time, two do twice as much.
  const samples = [
    sample(1, 1),
    sample(1, 1),
    sample(1, 9),
    sample(2, 1),
    sample(4, 2),
    sample(8, 5),
  ];
  const points = pointsOf(lock, threads, samples);
  assert.equal(points.map(({ speedup }) => speedup), [1, 2, 2, 1.6]);
  assert.equal(points.map(({ ideal }) => ideal), [1, 2, 4, 8]);
  assert.equal(points.map(({ elapsed, runs }) => [elapsed, runs]).slice(0, 2), [[1, 3], [1, 1]]);
  assert.is(kneeOf(points)!.value, 2);
  const say = (found: typeof points) => finding(found, threads, true, 2, "en");
  assert.match(say(points), /up to 2, .* 2.00 times .* with 8 it is 1.60 times\. .* 2 cores/);
  assert.match(say(points.slice(0, 2)), "up to the last value");
  const worse = pointsOf(lock, threads, [sample(1, 1), sample(2, 4)]);
  assert.match(say(worse), "did not help: with 2 the same work is done 0.50 times");
  const other = pointsOf(lock, { name: "initial", values: [1, 2] }, []);
  assert.equal(other, []);
  for (const language of LANGUAGES) {
    for (const plain of [false, true]) {
      const broken = [...samples, sample(8, 5, false)];
      const found = pointsOf(lock, threads, broken);
      for (const width of [40, 120]) {
        const layout = { language, plain, width };
        const told = [sweepTold(lock, threads, found, layout), repeatTold(lock, broken, layout)];
        for (const line of told.join("\n").split("\n")) assert.ok(columns(line) <= width, line);
        assert.is(/[█│]/.test(told.join()), !plain);
        assert.match(
          told[0]!,
          language === "en" ? "broke with threads 8" : "取 8 时，不变式被破坏",
        );
      }
    }
  }
});

test("an outcome is what the lesson declares, else the answer that came true, else a failure", () => {
  assert.is(outcomeOf(lock, sample(1, 1, false)), -3);
  assert.is((outcomeOf(lock, { values: {}, ok: false }) as { en: string }).en, "it failed");
  const { outcome: _, ...predicted } = lock;
  assert.equal(outcomeOf(predicted, sample(1, 1)), { en: "exactly 100", zh: "正好是 100" });
  const { prediction: __, ...bare } = predicted;
  assert.match((outcomeOf(bare, sample(1, 1)) as { en: string }).en, "held");
});

test.run();
