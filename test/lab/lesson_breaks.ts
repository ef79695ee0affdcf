/** The suite of the lessons with a switch that breaks them: what holds with it, and what goes without. */
// deadline: 300 s
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { draw } from "../../lib/lesson/lanes.ts";
import { about as barrier } from "../../scripts/about/barrier.ts";
import { about as race } from "../../scripts/about/race.ts";
import { type JsonRun, runJson } from "../tools/lessons.ts";

interface Taker {
  got: { turn: number; item: number }[];
}

const test = suite("lesson breaks");

test("deadlock: in one order all is done; in two it ends stuck or by luck, and says which", async () => {
  const ordered = await runJson("deadlock", ["--transfers", "3", "--delay", "0.01"]);
  assert.equal(ordered.result["done"], [3, 3]);
  assert.equal(ordered.result["balances"], [100, 100]);
  const { result, held, code, people } = await runJson("deadlock", ["--no-order"]);
  assert.is(held, !result["stuck"]);
  assert.is(code, 0);
  assert.is(/Ann waits for B, held by Bob\n.*Bob waits for A, held by Ann/.test(people), !held);
});

test("deadlock: with a timeout whoever waits too long goes back, and all is done", async () => {
  const args = ["--no-order", "--transfers", "3", "--timeout", "0.1"];
  let met = false;
  // On a busy machine one may be done before the other begins: what is said must be true then, too.
  for (let tries = 0; tries < 10 && !met; tries++) {
    const { result, held, code, people } = await runJson("deadlock", args);
    assert.equal([held, code, result["stuck"]], [true, 0, false], people);
    assert.equal([result["done"], result["balances"]], [[3, 3], [100, 100]]);
    const [ann = 0, bob = 0] = result["retreats"] as number[];
    for (const [name, times] of [["Ann", ann], ["Bob", bob]] as const) {
      const said = people.match(new RegExp(`^${name} gives lock . back`, "gm"))?.length ?? 0;
      assert.is(said, times, people);
    }
    met = ann + bob > 0;
    assert.match(people, `after ${ann + bob} retreat`);
    assert.match(people, `(Ann ${ann}, Bob ${bob})`);
    assert.is(/^(Ann|Bob) │.*[AB]x/m.test(people), met, people);
  }
  assert.ok(met, "they never met");
  const ordered = await runJson("deadlock", ["--transfers", "3", "--timeout", "0.001"]);
  assert.equal([ordered.held, ordered.result["retreats"]], [true, [0, 0]], ordered.people);
});

test("cancel: what is cancelled does nothing more, what is only given up goes on; a bound holds back", async () => {
  const timely = ["--delay", "0.05", "--timeout", "0.3"];
  const late = ({ result }: JsonRun) =>
    (result["pieces"] as { late: boolean }[]).filter((one) => one.late);
  const cancelled = await runJson("cancel", timely);
  assert.equal([late(cancelled).length, cancelled.result["stopped"]], [0, 2], cancelled.people);
  assert.is(cancelled.people.match(/cleans up/g)?.length, 2);
  assert.ok(cancelled.held && cancelled.result["most"] <= 2);
  const left = await runJson("cancel", [...timely, "--no-cancel"]);
  assert.equal([left.result["pieces"].length, left.result["stopped"]], [24, 0], left.people);
  assert.ok(late(left).length > 0);
  assert.equal([left.held, left.code], [false, 0]);
  // Who computes is stopped at its next await, and main has no turn before.
  const busy = await runJson("cancel", [...timely, "--busy"]);
  assert.ok(late(busy).length <= 1, busy.people);
  assert.equal([busy.result["stopped"], busy.code], [2, 0]);
  assert.match(busy.people, late(busy).length ? "at its next await" : "got its turn only after");
  const unbound = await runJson("cancel", ["--delay", "0.02", "--bound", "0", "--timeout", "9"]);
  assert.ok(unbound.result["most"] > 2, unbound.people);
  assert.equal([unbound.held, unbound.code], [false, 0]);
});

test("condition: with while each item is taken once; with if all wake, and one gets what is not there", async () => {
  const items = ({ result }: JsonRun) =>
    (result["takers"] as Taker[]).flatMap(({ got }) => got)
      .sort((a, b) => a.turn - b.turn).map(({ item }) => item);
  const twelve = Array.from({ length: 12 }, (_, i) => i + 1);
  assert.equal(items(await runJson("condition", [])), twelve);
  const broken = await runJson("condition", ["--no-again"]);
  assert.equal([broken.held, broken.code], [false, 0], broken.people);
  assert.is.not(items(broken).join(), twelve.join());
});

test("semaphore: as many as there are places; all of them where nobody asks", async () => {
  const asked = await runJson("semaphore", ["--guests", "5", "--places", "3"]);
  assert.equal([asked.result["peak"], asked.held], [3, true]);
  const free = await runJson("semaphore", ["--guests", "5", "--places", "3", "--no-semaphore"]);
  assert.equal([free.result["peak"], free.held, free.code], [5, false, 0]);
});

test("barrier: nobody begins early with it; without it the fast ones do", async () => {
  const met = await runJson("barrier", []);
  assert.is(met.held, true);
  const free = await runJson("barrier", ["--no-barrier", "--delay", "0.5"]);
  assert.equal([free.held, free.code], [false, 0], free.people);
  const [fastest] = free.result["workers"] as { spans: { behind: number }[] }[];
  assert.ok(fastest!.spans[1]!.behind > 0, free.people);
  const { max } = barrier.parameters.threads;
  for (let threads = 2; threads <= max; threads++) {
    const values = { threads, phases: 2, delay: 0, barrier: true };
    const { en, zh } = barrier.closing({ workers: [] }, values);
    for (const text of [en, zh]) {
      const advice = Number(/--threads (\d+)/.exec(text)![1]);
      assert.ok(advice <= max && advice !== threads, text);
    }
  }
});

test("async_race: one thread overdraws the account every time, unless nothing awaits or a lock is held", async () => {
  const balances: number[] = [];
  for (const args of [[], ["--no-lock"], ["--no-lock", "--no-gap"]]) {
    const { result, held, code } = await runJson("async_race", args);
    assert.equal([result["threads"], code, held], [["MainThread"], 0, result["balance"] >= 0]);
    balances.push(result["balance"]);
  }
  assert.equal(balances, [40, -200, 40]);
});

test("atomic: with one step all is right; with two the verdict is what the numbers say", async () => {
  const { result, held } = await runJson("atomic", ["--times", "10000", "--seats", "3000"]);
  const sum = (sold: number[]) => sold.reduce((all, n) => all + n, 0);
  assert.equal([result["total"], sum(result["sold"]), result["left"]], [40_000, 3000, 0]);
  assert.is(held, true);
  const broken = await runJson("atomic", ["--no-atomic"]);
  const { total, expected, sold, left } = broken.result;
  assert.is(sum(sold), 20_000 - left);
  assert.equal([broken.held, broken.code], [total === expected && left === 0, 0]);
});

test("blocking_loop: no tick while the loop computes, async or not; ticks while others do", async () => {
  const during = ({ result }: JsonRun) =>
    (result["parts"] as { where: string; during: number }[])
      .map(({ where, during }) => `${where} ${during > 0 ? "ticks" : "none"}`).join(", ");
  const away = await runJson("blocking_loop", []);
  assert.equal([during(away), away.held], ["loop none, thread ticks, process ticks", true]);
  const { held, code, ...broken } = await runJson("blocking_loop", ["--no-away"]);
  assert.equal([during({ held, code, ...broken }), held, code], [
    "loop none, async none",
    false,
    0,
  ]);
  const short = await runJson("blocking_loop", ["--no-away", "--speed", "20"]);
  assert.equal([during(short), short.held], ["loop none, async none", false], short.people);
});

test("io_or_cpu: asynchronous jobs wait together and compute in turn; with a call that blocks they wait in turn", async () => {
  for (const [args, waiting] of [[[], 3], [["--block"], 1]] as const) {
    const run = await runJson("io_or_cpu", ["--jobs", "3", "--work", "0.02", ...args]);
    const { cells, ...atOnce } = run.result;
    assert.equal([atOnce["waiting"], atOnce["computing"], run.code], [waiting, 1, 0]);
    assert.is(run.held, waiting === 3, run.people);
    assert.ok((cells as { same: boolean }[]).every(({ same }) => same));
    const [alone, free] = (cells as { time: number }[]).map(({ time }) => time);
    assert.ok(alone! >= 0.59 && (waiting === 3 || free! >= 0.59), run.people);
  }
});

test("clean_stop: Ctrl-C is heard or ends all where they are; what a killed office leaves is found by its pid", async () => {
  type Worker = { taken: number; put: number; cleaned: boolean; exitcode: number; end: number };
  const ways = [[[], 130, 0], [["--no-ask"], -2, 0], [["--kill"], -9, 1]] as const;
  for (const [args, code, alive] of ways) {
    const run = await runJson("clean_stop", ["--delay", "0.3", ...args]);
    const asked = code === 130, { stop, seconds, ends } = run.result;
    assert.equal([run.held, run.code], [asked, 0], run.people);
    assert.equal([run.result["code"], run.result["alive"]], [code, alive], run.people);
    assert.equal(ends.map((end: number | null) => end === null), [false, alive === 1]);
    for (const { taken, put, cleaned, exitcode, end } of run.result["workers"] as Worker[]) {
      assert.equal([exitcode, cleaned], [asked ? 0 : null, asked], run.people);
      assert.ok(asked ? taken === put : taken >= put, run.people);
      assert.ok(stop <= end && end <= seconds, run.people);
    }
    assert.match(run.people, `exit code ${asked ? 0 : "?"}\n`);
    for (const name of ["office", "radio", "worker 1", "worker 2", "worker 3"]) {
      assert.match(run.people, new RegExp(`^${name} +│.*!`, "m"), "the picture marks the stop");
    }
    assert.match(run.people, asked ? "130 of the office" : `${code}`);
    assert.match(run.people, alive ? "1 process still ran" : "0 of all these processes still ran");
  }
});

test("livelock: chance lets both get done; without it both give way in every turn, and nobody does", async () => {
  const { result, held } = await runJson("livelock", ["--transfers", "2", "--delay", "0"]);
  assert.equal([result["left"], held], [0, true]);
  for (const row of result["marks"] as string[]) assert.is(row.split("$").length - 1, 2);
  const polite = await runJson("livelock", ["--no-backoff", "--delay", "0"]);
  assert.equal([polite.result["left"], polite.held, polite.code], [6, false, 0]);
  assert.equal(polite.result["marks"], ["x".repeat(100), "x".repeat(100)]);
});

test("race: a gap makes nearly every run wrong, a lock none; the verdict is on the last series", async () => {
  const { result, held } = await runJson("race", ["--runs", "20", "--gap", "0.005"]);
  const [bare, gap, lock] = result["series"] as { wrong: number; totals: number[] }[];
  assert.equal([held, lock!.wrong, lock!.totals], [true, 0, Array(20).fill(6)]);
  assert.ok(gap!.wrong > 10, `${gap!.wrong} of 20`);
  for (const { wrong, totals } of [bare!, gap!]) {
    assert.is(totals.filter((total) => total !== 6).length, wrong);
    assert.ok(totals.every((total) => total >= 2 && total <= 6), `${totals}`);
  }
  const broken = await runJson("race", ["--no-lock", "--runs", "20", "--gap", "0.005"]);
  assert.equal([broken.held, broken.code], [false, 0], broken.people);
});

test("race: the picture shows the one run that is wrong, however many share its column", () => {
  for (const runs of [25, 64, 100, 5000]) {
    const totals = Array<number>(runs).fill(6).with(-1, 4);
    const facts = { expected: 6, series: [{ name: "bare" as const, wrong: 1, totals }] };
    const values = { threads: 2, times: 3, runs, gap: 0, lock: true };
    for (const width of [40, 73, 120]) {
      assert.match(draw(race.picture!(facts, values)!, width)[0]!, /\D4+6+$/);
    }
  }
});

test("philosophers: all eat if one is turned round or a waiter is there; else the verdict is what happened", async () => {
  for (const args of [[], ["--no-order", "--waiter"]]) {
    const { result, held } = await runJson("philosophers", [...args, "--meals", "3"]);
    assert.equal([result["eaten"], held], [[3, 3, 3, 3, 3], true]);
  }
  const { result, held, code, people } = await runJson("philosophers", [
    "--no-order",
    "--seats",
    "2",
    "--delay",
    "0.1",
  ]);
  assert.equal([held, code], [!result["stuck"], 0]);
  assert.is(/seat 1 waits for fork 2, held by seat 2/.test(people), !held);
});

test("pipe: who keeps a copy of the other end waits for itself, until it closes that", async () => {
  const { result, held, code, people } = await runJson("pipe", ["--delay", "0.01", "--no-close"]);
  assert.equal([result["stuck"], held, code], [true, false, 0]);
  assert.match(people, /closes its end[^]*still waits[^]*EOFError/);
});

test("shared_value: without the lock changes are lost, and each is a number written twice", async () => {
  const { result, held, code, people } = await runJson("shared_value", ["--no-lock"]);
  const written = (result["changed"] as { written: number[] }[]).flatMap((each) => each.written);
  assert.equal([written.length, held, code], [60, false, 0], people);
  assert.ok(result["value"] < 60 && new Set(written).size < 60, people);
  assert.is(Math.max(...written) >= result["value"], true);
});

test.run();
