/** `compare`: a lesson on every runtime and in Python, one table, what differs, and the sources side by side. */
// deadline: 400 s
// in a whole run: node24, bun

import { join } from "node:path";
import { mkdirSync, symlinkSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { columns } from "../../lib/columns.ts";
import type { Found, Run } from "../../lib/repl/compare/measure.ts";
import { sourcesOf } from "../../lib/repl/source.ts";
import { tableOf } from "../../lib/repl/compare/table.ts";
import { differencesOf } from "../../lib/repl/compare/why.ts";
import { lessons } from "../../scripts/index.ts";
import { root, runtime, type ScriptOptions, spawnScript, version } from "../kit.ts";
import {
  answer,
  end,
  english,
  ENTER,
  here,
  inTerminal,
  open,
  pick,
  temporary,
} from "../tools/lab.ts";
import { inPython, python } from "../tools/python.ts";

const test = suite("comparing");
const repl = pathToFileURL(join(root, "repl.ts"));

async function lab(words: string, options: ScriptOptions = {}) {
  const ended = await spawnScript(repl, {
    args: words.split(" "),
    deadline: 90_000,
    ...options,
    env: { ...english, ...options.env },
  });
  assert.is(ended.leftBehind, 0);
  return { code: ended.code, out: ended.stdout, wrong: ended.stderr };
}

/** Only this runtime and Python, which is what these tests are about. */
const ONE = `--runtime ${runtime}`;
const label = `${runtime[0]!.toUpperCase()}${runtime.slice(1)} ${version}`;

inPython(
  test,
  "compare shows this runtime and Python in one table, and says what differs",
  async () => {
    const { code, out, wrong } = await lab(`${ONE} compare lock --threads 2 --iterations 100`);
    assert.equal([code, wrong], [0, ""]);
    assert.match(out, /^lock --threads 2 --iterations 100 {2}\S/);
    for (const name of [label, "Python 3."]) {
      const row = out.split("\n").find((line) => line.startsWith(name))!;
      assert.match(row, /exactly 100\s+held\s+\d+\.\d+ s\s+\d+\.\d+ s$/);
    }
    assert.match(out, /What differs, and why\n- Python's threads compute in turns/);
  },
);

inPython(test, "compare --json is one object with the facts of each run", async () => {
  const { code, out } = await lab(`${ONE} compare coroutine --counter 2 --delay 0 --json`);
  assert.is(code, 0);
  const told = JSON.parse(out);
  assert.equal([told.lesson, told.parameters, told.stopped], [
    "coroutine",
    { counter: 2, delay: 0 },
    false,
  ]);
  assert.ok(told.runs.some((run: { version: string }) => run.version === version));
  const there = told.runs.find((run: { runtime: string }) => run.runtime === "python");
  assert.equal([there.held, there.answer, there.code], [true, "send", 0]);
  assert.equal(there.result.task, ["called", "began"]);
  assert.type(there.startUp, "number");
  assert.ok(told.differences.some((text: string) => /begins at the call/.test(text)));
});

inPython(test, "compare in Chinese, and --plain one fact a line without colour", async () => {
  const { code, out } = await lab(`${ONE} --lang zh compare event_loop --delay 0 --plain`, {
    env: { FORCE_COLOR: "1" },
  });
  assert.is(code, 0);
  assert.is(out, stripVTControlCharacters(out));
  assert.match(out, /\n {2}结果：轮流[^\n]*\n {2}不变式：成立\n {2}用时：[\d.]+ s\n {2}启动：/);
  assert.match(out, "哪里不同，为什么");
  assert.not.match(out, "---");
});

test("what is not here is said: without Python and the other runtimes", async () => {
  await temporary(async (folder) => {
    const { code, out } = await lab("compare event_loop --delay 0", { env: { PATH: folder } });
    assert.is(code, 0);
    assert.match(out, "python3: not found here, so it is not in the table");
    assert.match(out, label);
  });
});

inPython(test, "a run that fails ends it with 1, and its words are shown", async () => {
  await temporary(async (folder) => {
    // A Python whose twin cannot begin: a module of that name comes before the standard library's.
    const env = { PYTHONPATH: join(folder, "path") };
    mkdirSync(env.PYTHONPATH);
    symlinkSync(join(root, "scripts", "queue.py"), join(env.PYTHONPATH, "argparse.py"));
    const { code, out } = await lab(`${ONE} compare event_loop --delay 0`, { env });
    assert.is(code, 1);
    assert.match(out, /Python [\d.]+ +failed/);
    assert.match(out, /failed, exit code 1\nTraceback/);
    assert.match(out, label);
  });
});

test("bad usage is refused with 2: no lesson, a wrong one, a wrong flag", async () => {
  assert.match((await lab("compare")).wrong, "compare lock --threads 4");
  const unknown = await lab("compare lok");
  assert.equal([unknown.code, /did you mean lock\?/.test(unknown.wrong)], [2, true]);
  const flag = await lab("compare lock --threads 0");
  assert.equal([flag.code, flag.out], [2, ""]);
  assert.match(flag.wrong, "--threads must be a whole number from 1 to 64");
  const usage = await lab("compare --help");
  assert.equal([usage.code, /compare PATH[^]*compare LESSON/.test(usage.out)], [0, true]);
  const help = await lab("compare lock --help");
  assert.equal([help.code, /--threads N/.test(help.out)], [0, true]);
});

inTerminal(test, "Ctrl-C keeps what is known, and ends with 130", async () => {
  if (python === undefined) return;
  using terminal = open("repl.ts", {
    words: [...ONE.split(" "), "compare", "thread", "--rows", "1", "--delay", "4"],
    columns: 40,
  });
  await terminal.see("runs on Python", 60_000);
  terminal.type("\x03");
  assert.is(await terminal.ended, 130, terminal.text);
  assert.match(terminal.text, new RegExp(`${label}\\n {2}result: the new thread\\n`));
  assert.match(terminal.text, /Python [\d.]+\n {2}invariant: stopped\n/);
  assert.match(terminal.text, "Stopped: this is what was known");
  const wide = terminal.text.slice(terminal.text.indexOf("thread --rows")).split("\n")
    .filter((line) => columns(line) > 40);
  assert.equal(wide, []);
});

inTerminal(
  test,
  "the menu compares with the values of the run, and shows both sources",
  async () => {
    if (python === undefined) return;
    using terminal = open("repl.ts", { columns: 120, rows: 50 });
    await pick(terminal, "event_loop");
    for (const [name, value] of [["tasks", "2"], ["steps", "2"], ["delay", "0"], ["speed", ""]]) {
      await answer(terminal, name!, value);
    }
    await here(terminal);
    await terminal.see("What do you expect?");
    terminal.type(ENTER);
    await terminal.see("And now?", 60_000);
    terminal.type("on ");
    await terminal.see(/❯ on every runtime, and in Python/);
    terminal.type(ENTER);
    await terminal.see(/compare event_loop --tasks 2 --steps 2 --delay 0/);
    await terminal.see("What differs, and why", 120_000);
    await terminal.see("And now?", 60_000);
    terminal.type("sh");
    await terminal.see(/❯ show the source/);
    terminal.type(ENTER);
    await terminal.see(/scripts\/event_loop\.ts +\| scripts\/event_loop\.py/);
    await terminal.see(/\| +lesson\(program, tasks=whole/);
    await terminal.see("And now?");
    terminal.type("\x04");
    await end(terminal, 0);
  },
);

/** What needs more than Python and this library has no twin. */
const twinned = lessons.filter(({ missing }) => missing === undefined);
const plainly = (text: string) => text;

test("the sources stand side by side on a wide terminal, else one after the other", () => {
  for (const { name } of twinned) {
    for (const width of [110, 120, 160]) {
      const lines = sourcesOf(name, width, false, plainly).split("\n");
      assert.match(lines[0]!, new RegExp(`^scripts/${name}\\.ts +\\| scripts/${name}\\.py$`));
      assert.equal(lines.filter((line) => columns(line) > width), []);
      assert.ok(lines.every((line) => line.includes(" |")));
    }
    for (const [width, plain] of [[80, false], [Infinity, false], [120, true]] as const) {
      const text = sourcesOf(name, width, plain, plainly);
      assert.ok(text.startsWith(`scripts/${name}.ts\n/** `));
      assert.match(text, `\n\nscripts/${name}.py\n"""`);
    }
  }
});

test("nothing of a source is lost beside the other", () => {
  const words = (text: string) => text.replaceAll(/\s/g, "");
  const lines = sourcesOf("lock", 110, false, plainly).split("\n").slice(1);
  const half = Math.floor((110 - 3) / 2);
  const left = words(lines.map((line) => line.slice(0, half)).join("\n"));
  assert.is(
    `scripts/lock.ts${left}`,
    words(sourcesOf("lock", 80, true, plainly)).split("scripts/lock.py")[0],
  );
});

/** A run as it would be found. */
function found(name: Run["place"]["name"], versionOf: string, more: Partial<Found>): Run {
  const title = `${name[0]!.toUpperCase()}${name.slice(1)} ${versionOf}`;
  return {
    place: { name, version: versionOf, label: title, words: [], command: [] },
    stopped: false,
    code: 0,
    signal: null,
    said: "",
    found: { result: {}, held: true, answer: undefined, elapsed: 1, startUp: 0.5, ...more },
  };
}

const gil = { interpreterLock: true, startMethod: "fork", switchInterval: 0.005 };

test("the reasons are those of these runs: the interpreter lock, its absence, the start method", () => {
  const node = found("node", "24.0.0", {});
  const said = (name: string, python: Run, breaks: boolean) =>
    differencesOf(name, [node, python], breaks).map(({ en }) => en).join("\n");
  const locked = found("python", "3.11.0", { python: gil });
  assert.match(said("lock", locked, true), /every 5 ms.*since 3\.10.*No rule promises/);
  assert.match(said("lock", found("python", "3.9.1", { python: gil }), true), "before 3.10");
  const free = found("python", "3.14.0", { python: { ...gil, interpreterLock: false } });
  assert.match(said("lock", free, true), "has no interpreter lock");
  assert.not.match(said("lock", free, true), "run in turns");
  assert.match(said("process", locked, false), "by fork");
  const spawned = found("python", "3.14.0", { python: { ...gil, startMethod: "forkserver" } });
  assert.match(said("process", spawned, false), "by forkserver");
  assert.equal(differencesOf("lock", [node], true), []);
});

test("every lesson of a shared pair has a sentence in both languages, and the table fits", () => {
  const paint = plainly;
  for (const lesson of twinned) {
    const values = Object.fromEntries(
      Object.entries(lesson.parameters).map(([name, { standard }]) => [
        name,
        typeof standard === "object" ? standard.en : standard,
      ]),
    );
    const runs = [
      found("node", "24.21.0", { answer: "none" }),
      { ...found("python", "3.11.7", { python: gil }), found: undefined, stopped: true },
    ];
    for (const language of ["en", "zh"] as const) {
      for (const width of [40, 80, 120]) {
        const wanted = { lesson, values, speed: 1, language };
        const layout = { language, columns: width, plain: false, paint };
        const lines = tableOf(runs, wanted, layout).join("\n").split("\n");
        assert.equal(lines.filter((line) => columns(line) > width), [], lesson.name);
      }
    }
    const why = differencesOf(lesson.name, [
      found("node", "24.0.0", { result: { cpuBlocking: 1 } }),
      found("python", "3.11.7", { python: gil, result: { cpuBlocking: 9 } }),
    ], true);
    assert.ok(why.length > 0, lesson.name);
    for (const { en, zh } of why) {
      assert.match(en, /[.]$/);
      assert.match(zh, /。$/);
    }
  }
});

test.run();
