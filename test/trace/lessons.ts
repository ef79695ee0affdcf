/** Every lesson's trace: right by the format, and it shows what the lesson is about. */
// deadline: 600 s

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { spawnScript } from "../kit.ts";
import { temporary } from "../tools/lab.ts";
import { inLanguage, light, runnable } from "../tools/lessons.ts";
import { type Checked, checked } from "../tools/trace_format.ts";
import { holdersOf, itemsGoOn, tasksAtOnce } from "../tools/trace_truths.ts";

const test = suite("traces of lessons");

async function traced(name: string, args: readonly string[]): Promise<Checked> {
  let found: Checked | undefined;
  await temporary(async (folder) => {
    const file = join(folder, "run.json");
    const ended = await spawnScript(`scripts/${name}.ts`, {
      args: [...args, "--trace", file],
      env: inLanguage("en"),
      deadline: 60_000,
    });
    assert.is(ended.code, 0, ended.output);
    assert.is(ended.stderr, "");
    found = checked(readFileSync(file, "utf8"));
  });
  return found!;
}

/** How many lanes each lesson has at least with its `light` values, besides MainThread. */
const LANES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  sync_async: {},
  coroutine: {},
  event_loop: { task: 2 },
  blocking_loop: { thread: 1 },
  async_race: {},
  cancel: {},
  thread: { thread: 1 },
  lock: { thread: 2 },
  race: { thread: 2 * 3 },
  atomic: { thread: 2 * 2 },
  deadlock: { thread: 2 },
  philosophers: { thread: 3 },
  livelock: { thread: 2 },
  semaphore: { thread: 3 },
  condition: { thread: 2 + 1 },
  barrier: { thread: 2 },
  process: { process: 1 },
  // Of the workers of a pool one may do it all.
  pool: { process: 1 },
  queue: { process: 2 },
  pipe: { process: 1 },
  socket: { process: 1 },
  shared_value: { process: 2 },
  clean_stop: { process: 1 + 2 },
  speedup: { process: 1 },
  grain: { process: 1 },
  io_or_cpu: { thread: 1, process: 1 },
  machines: { process: 2 + 1 },
  distance: { process: 2 + 1 },
};

for (const { name } of runnable) {
  test(`${name}: its trace is right by the format, and has the lanes of its run`, async () => {
    const trace = await traced(name, light[name]!);
    assert.equal(trace.problems, []);
    const lanes = trace.entries.filter((entry) => entry.name === "thread_name");
    assert.is(lanes[0]!.args!["name"], "MainThread");
    assert.ok(LANES[name], `say how many lanes ${name} has`);
    for (const [kind, least] of Object.entries(LANES[name]!)) {
      const others = lanes.slice(1).filter(({ pid, tid, args }) =>
        trace.entries.some((entry) =>
          entry.ph === "X" && entry.cat === kind && entry.name === args!["name"] &&
          entry.pid === pid && entry.tid === tid
        )
      );
      assert.ok(others.length >= least, `${others.length} lanes of a ${kind}, ${least} are due`);
    }
  });
}

test("pool: never more tasks at once than there are workers", async () => {
  const trace = await traced("pool", ["--pool", "2", "--tasks", "5", "--delay", "0.05"]);
  tasksAtOnce(trace, 2, 5);
});

test("lock: never two holders, and each that goes on after another got it from that one", async () => {
  const trace = await traced("lock", ["--threads", "3", "--iterations", "50"]);
  const holders = holdersOf(trace, "lock");
  assert.ok(holders.length >= 3 * 50, `${holders.length} holds`);
});

test("queue: every arrow goes from a put to a later get", async () => {
  const trace = await traced("queue", ["--items", "6", "--delay", "0"]);
  itemsGoOn(trace, 6);
});

test("--timeline, --html and --trace together: each is there, in both languages", async () => {
  for (const language of ["en", "zh"] as const) {
    await temporary(async (folder) => {
      const page = join(folder, "run.html");
      const ended = await spawnScript("scripts/lock.ts", {
        args: [
          ...light["lock"]!,
          "--timeline",
          "--html",
          page,
          "--trace",
          join(folder, "run.json"),
        ],
        env: inLanguage(language),
      });
      assert.is(ended.code, 0, ended.output);
      assert.match(ended.stdout, { en: /█ running/, zh: /█ 运行/ }[language]);
      assert.match(readFileSync(page, "utf8"), `<html lang="${language}">`);
      assert.equal(checked(readFileSync(join(folder, "run.json"), "utf8")).problems, []);
    });
  }
});

test("--capacity: how much is kept, what is dropped says how to keep more, and wrong values are refused", async () => {
  const lock = (...args: string[]) =>
    spawnScript("scripts/lock.ts", {
      args: ["--threads", "2", "--iterations", "200", ...args],
      env: inLanguage("en"),
    });
  const small = await lock("--timeline", "--capacity", "50");
  assert.is(small.code, 0, small.output);
  assert.match(small.stdout, /There was no room for \d+ operations/);
  assert.match(small.stdout.replaceAll(/\s+/g, " "), "--capacity N of a lesson");
  assert.not.match((await lock("--timeline", "--capacity", "5000")).stdout, "no room");
  const wrong = await lock("--timeline", "--capacity", "0");
  assert.equal([wrong.code, wrong.stdout], [2, ""]);
  assert.match(wrong.stderr, '--capacity must be a whole number from 1 to 10000000: got "0"');
});

test("a file that cannot be written is said, and so is a name that is missing", async () => {
  const args = [...light["lock"]!, "--trace", join("no", "such", "folder", "run.json")];
  const ended = await spawnScript("scripts/lock.ts", { args, env: inLanguage("en") });
  assert.match(ended.stderr, /^The recording cannot be written to no.*run\.json: /);
  assert.is(ended.code, 74);
  const missing = await spawnScript("scripts/lock.ts", { args: ["--html"], env: inLanguage("zh") });
  assert.equal([missing.code, missing.stdout], [2, ""]);
  assert.match(missing.stderr, "--html 后面要写文件名");
});

test("a lesson that is recorded from outside refuses to record itself, in both languages", async () => {
  await temporary(async (folder) => {
    const env = { INTERLEAVE_TRACE: join(folder, "outside.json") };
    for (const [lang, sentence] of [["en", "take one of them"], ["zh", "只用其中一种"]] as const) {
      const args = ["--timeline", "--lang", lang];
      const ended = await spawnScript("scripts/lock.ts", { args, env });
      assert.equal([ended.code, ended.stdout], [2, ""], ended.stderr);
      assert.match(ended.stderr, sentence);
      assert.not.match(ended.stderr, "RuntimeError");
    }
  });
});

test.run();
