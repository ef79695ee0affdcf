/** INTERLEAVE_TRACE: a program that knows nothing of it is recorded, however it ends. */
// deadline: 420 s

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Ended, spawnScript, startScript } from "../kit.ts";
import { temporary } from "../tools/lab.ts";
import { checked } from "../tools/trace_format.ts";
import { holdersOf, itemsGoOn, tasksAtOnce } from "../tools/trace_truths.ts";

const test = suite("INTERLEAVE_TRACE");

const run = (file: string | undefined, ...args: string[]): Promise<Ended> =>
  spawnScript("test/fixtures/traced_program.ts", { args, env: { INTERLEAVE_TRACE: file } });

for (
  const [how, code] of [
    ["join", 0],
    ["leave", 0],
    ["throw", 1],
    ["exit", 3],
    ["late", 1],
    ["unhandled", 1],
  ] as const
) {
  test(`a program that ends by ${how}: the same exit code, and a trace with all its threads`, async () => {
    await temporary(async (folder) => {
      const plain = await run(undefined, how);
      assert.is(plain.code, code, plain.output);
      const file = join(folder, "run.json");
      const ended = await run(file, how);
      assert.is(ended.code, code, ended.output);
      assert.is(ended.stdout, plain.stdout);
      assert.match(ended.stderr, `INTERLEAVE_TRACE: kept in ${file}\n`);
      const { entries, problems } = checked(readFileSync(file, "utf8"));
      assert.equal(problems, []);
      const lanes = entries.filter(({ name }) => name === "thread_name").map(({ args }) =>
        args!["name"]
      );
      assert.equal(lanes.sort(), ["MainThread", "one", "two"]);
      assert.is(entries.filter(({ name }) => name === "acquired door").length, 2);
    });
  });
}

/** Starts the two threads that wait for each other, and sends a signal each time it says that they do. */
async function interrupted(
  file: string | undefined,
  how: "waits" | "blocks" | "handles",
  signal: "SIGINT" | "SIGTERM",
): Promise<Ended> {
  const running = startScript("test/fixtures/traced_program.ts", {
    args: [how],
    env: { INTERLEAVE_TRACE: file },
    onOutput: (text) => {
      // Also one that came before the main thread blocked is followed by another one.
      if (text.includes("stuck")) running.signal(signal);
    },
  });
  return await running.ended;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  test(`a program that hangs and is ended by ${signal}: as without a recording, and a trace that shows why`, async () => {
    await temporary(async (folder) => {
      const plain = await interrupted(undefined, "waits", signal);
      const file = join(folder, "run.json");
      const ended = await interrupted(file, "waits", signal);
      assert.equal([ended.code, ended.signal], [plain.code, plain.signal]);
      assert.match(ended.stderr, `INTERLEAVE_TRACE: kept in ${file}\n`);
      const { entries, problems } = checked(readFileSync(file, "utf8"));
      assert.equal(problems, []);
      const waits = entries.filter(({ name }) => /^waiting for [ab]$/.test(name!));
      const said = waits.map(({ name, args }) => `${name}, held by ${args!["held by"]}`);
      assert.equal(said.sort(), [
        "waiting for a, held by one",
        "waiting for b, held by two",
      ]);
    });
  });
}

test("a signal that the program handles itself is its own, and the trace is kept at its end", async () => {
  await temporary(async (folder) => {
    const file = join(folder, "run.json");
    const ended = await interrupted(file, "handles", "SIGINT");
    assert.is(ended.code, 7, ended.output);
    assert.equal(checked(readFileSync(file, "utf8")).problems, []);
  });
});

test("a main thread that is blocked is ended by the signal, and not kept alive by the recording", async () => {
  await temporary(async (folder) => {
    const plain = await interrupted(undefined, "blocks", "SIGINT");
    const ended = await interrupted(join(folder, "run.json"), "blocks", "SIGINT");
    assert.equal([ended.code, ended.signal], [plain.code, plain.signal]);
    assert.is(ended.killed, undefined);
  });
});

test("a program with a pool, a queue between processes and a lock in turns shows what lessons show", async () => {
  await temporary(async (folder) => {
    const file = join(folder, "run.json");
    const ended = await spawnScript("test/fixtures/traced_whole.ts", {
      env: { INTERLEAVE_TRACE: file },
      deadline: 60_000,
    });
    assert.is(ended.code, 0, ended.output);
    assert.is(ended.stdout, "1 4 9 16 25\n190\n");
    const trace = checked(readFileSync(file, "utf8"));
    assert.equal(trace.problems, []);
    tasksAtOnce(trace, 2, 5);
    itemsGoOn(trace, 20);
    assert.equal(holdersOf(trace, "door"), ["one", "two", "one", "two", "one", "two"]);
    const processes = trace.entries.filter(({ name }) => name === "process_name").length;
    // Of the pool's workers one may have done it all.
    assert.ok(processes === 1 + 1 + 4 || processes === 1 + 2 + 4, `${processes} processes`);
  });
});

test("a page, a wrong ending, and a file that cannot be written", async () => {
  await temporary(async (folder) => {
    const page = join(folder, "run.html");
    assert.is((await run(page, "join")).code, 0);
    const text = readFileSync(page, "utf8");
    assert.match(text, "<title>traced_program.ts</title>");
    assert.match(text, "using _ = lock.holdSync()");
    const wrong = await run(join(folder, "run.png"), "join");
    assert.is(wrong.code, 2);
    assert.match(wrong.stderr, "the file must end in .json");
    assert.is(existsSync(join(folder, "run.png")), false);
    const unwritable = await run(join(folder, "no", "run.json"), "join");
    assert.is(unwritable.code, 74);
    assert.match(unwritable.stderr, "cannot write");
  });
});

test("INTERLEAVE_TRACE_CAPACITY: what there is no room for is said with what to set, and wrong values are refused", async () => {
  await temporary(async (folder) => {
    const file = join(folder, "run.json");
    const limited = (capacity: string) =>
      spawnScript("test/fixtures/traced_program.ts", {
        args: ["join"],
        env: { INTERLEAVE_TRACE: file, INTERLEAVE_TRACE_CAPACITY: capacity },
      });
    const small = await limited("3");
    assert.is(small.code, 0, small.output);
    const said = /no room for the last (\d+) operations\. INTERLEAVE_TRACE_CAPACITY=(\d+) keeps/
      .exec(small.stderr)!;
    assert.ok(said, small.stderr);
    assert.is(Number(said[2]), 3 + Number(said[1]));
    const dropped = () => JSON.parse(readFileSync(file, "utf8")).otherData.dropped;
    assert.is(dropped(), Number(said[1]));
    const enough = await limited(said[2]!);
    assert.equal([enough.code, enough.stderr], [0, `INTERLEAVE_TRACE: kept in ${file}\n`]);
    assert.is(dropped(), 0);
    for (const wrong of ["0", "-1", "1.5", "many", "10000001"]) {
      const refused = await limited(wrong);
      assert.equal([refused.code, refused.stdout], [2, ""]);
      assert.match(refused.stderr, `a whole number from 1 to 10000000: got "${wrong}"`);
    }
  });
});

test.run();
