/** The suite of the REPL's parts, and of everything that it does without asking. */
// deadline: 300 s

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { columns } from "../../lib/columns.ts";
import { lab as LAB } from "../../lib/lesson/called.ts";
import { LANGUAGES } from "../../lib/lesson/language.ts";
import { atSpeed } from "../../lib/lesson/parameters.ts";
import { listOf } from "../../lib/repl/list.ts";
import { openStore, stateFile } from "../../lib/repl/state/file.ts";
import { memoryOf } from "../../lib/repl/state/memory.ts";
import { resultIn } from "../../lib/repl/perform.ts";
import {
  commandFor,
  findRuntimes,
  isNewEnough,
  ownRuntime,
  quotedCommand,
} from "../../lib/repl/runtimes.ts";
import { unknownLesson } from "../../lib/repl/start.ts";
import { lessons } from "../../scripts/index.ts";
import { runtime, spawnScript, startScript, until, version } from "../kit.ts";

const test = suite("repl");
const names = lessons.map(({ name }) => name);
const lock = lessons.find(({ name }) => name === "lock")!;
const child = lessons.find(({ name }) => name === "process")!;
const english = { LC_ALL: "C", INTERLEAVE_STATE: "off", NO_COLOR: undefined };
const chinese = { ...english, LC_ALL: "zh_CN.UTF-8" };

test("a lesson that does not exist is answered with the one that was meant", () => {
  assert.match(unknownLesson("lokc", names, "en"), /"lokc": did you mean lock\?/);
  assert.match(unknownLesson("eventloop", names, "en"), /did you mean event_loop\?/);
  assert.match(unknownLesson("coro", names, "zh"), /是不是 coroutine？/);
  assert.not.match(unknownLesson("xyzzy", names, "en"), /did you mean/);
  assert.match(unknownLesson("xyzzy", names, "en"), new RegExp(names.join(", ")));
});

test("list takes no more words", async () => {
  const ended = await spawnScript("repl.ts", { env: english, args: ["list", "lock"] });
  assert.is(ended.code, 2, ended.output);
  assert.is(ended.stderr, 'list takes no words after it: got "lock"\n');
});

test("a prediction is about the times that will pass, and says them to the millisecond", () => {
  const values = { tasks: 3, steps: 2, pool: 2, rows: 1, delay: 0.3, threads: 2, join: true };
  for (const { name, parameters, prediction } of lessons) {
    const soon = atSpeed({ ...values, initial: 1, messages: 2 }, 3, parameters);
    if (!prediction) continue;
    for (const language of LANGUAGES) {
      const answers = Object.values(prediction.choices(soon)).map((text) => text[language]);
      const said = [prediction.question(soon)[language], ...answers].join("\n");
      assert.not.match(said, /\.\d{4}/, name);
      if (name === "sync_async" || name === "pool") assert.match(said, "0.1 ");
    }
  }
  const pool = lessons.find(({ name }) => name === "pool")!;
  const { choices } = pool.prediction!;
  assert.ok(choices({ pool: 1, tasks: 3, delay: 0.1 })["3"]!.en.includes("0.3 s"));
});

test("isNewEnough() compares versions as numbers", () => {
  assert.is(isNewEnough("20.17.0", [20, 17]), true);
  assert.is(isNewEnough("20.9.0", [20, 17]), false);
  assert.is(isNewEnough("9.99.0", [20, 17]), false);
  assert.is(isNewEnough("100.0.0", [20, 17]), true);
  assert.is(isNewEnough("2.10.1", [2, 9]), true);
});

test("commandFor() gives each runtime the words it needs", () => {
  const words = (name: "node" | "deno" | "bun", version: string) =>
    commandFor({ name, version, program: name, own: false }, "lock", ["--threads", "4"])
      .map((word) => word.replace(/^.*(?=(lib|scripts)\/)/, ""));
  const script = ["scripts/lock.ts", "--threads", "4"];
  assert.equal(words("node", "24.1.0"), ["node", ...script]);
  assert.equal(words("node", "22.23.3"), ["node", "lib/runtime/launch.mjs", ...script]);
  assert.equal(words("deno", "2.9.6"), ["deno", "run", "-A", ...script]);
  assert.equal(words("bun", "1.4.5"), ["bun", ...script]);
});

test("quotedCommand() can be typed into a shell", () => {
  const words = ["node", "scripts/process.ts", "--message", "it's 主 $HOME"];
  assert.is(quotedCommand(words), `node scripts/process.ts --message 'it'\\''s 主 $HOME'`);
});

test("findRuntimes() begins with this one and names each once", async () => {
  const found = await findRuntimes();
  assert.is(found[0]!.name, runtime);
  assert.is(found[0]!.version, version);
  assert.is(found[0]!.own, true);
  assert.is(new Set(found.map((each) => `${each.name} ${each.version}`)).size, found.length);
});

const openMemory = (file: string | undefined) => memoryOf(openStore(file));

function temporary(body: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "interleave-"));
  try {
    body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("the memory gives back what it was given, in the next session too", () => {
  temporary((folder) => {
    const file = join(folder, "deep", "values.json");
    openMemory(file).keep(lock, { threads: 4, lock: false, initial: 0, speed: 2 }, "Bun 1.4.5");
    const later = openMemory(file);
    assert.equal(later.valuesOf(lock), { threads: 4, lock: false, initial: 0, speed: 2 });
    assert.is(later.lesson, "lock");
    assert.is(later.runtime, "Bun 1.4.5");
    assert.equal(later.valuesOf(child), {});
  });
});

test("the memory forgets what the declaration no longer allows", () => {
  temporary((folder) => {
    const file = join(folder, "values.json");
    const lockValues = { threads: 1e9, iterations: "many", gone: 1, lock: "perhaps", initial: 7 };
    const values = { lock: lockValues, process: { message: "你好，子进程", processes: 2 } };
    writeFileSync(file, JSON.stringify({ values, lesson: 5 }));
    assert.equal(openMemory(file).valuesOf(lock), { initial: 7 });
    // A standard text belongs to its language and is not offered in the other one.
    assert.equal(openMemory(file).valuesOf(child), { processes: 2 });
    assert.is(openMemory(file).lesson, undefined);
    for (
      const broken of ["", "{", "null", "[]", '"text"', '{"values":3}', '{"values":{"lock":1}}']
    ) {
      writeFileSync(file, broken);
      assert.equal(openMemory(file).valuesOf(lock), {}, broken);
    }
  });
});

test("a memory that cannot be written lasts as long as the session", () => {
  temporary((folder) => {
    writeFileSync(join(folder, "file"), "");
    const memory = openMemory(join(folder, "file", "values.json"));
    memory.keep(lock, { threads: 3 }, "");
    assert.equal(memory.valuesOf(lock), { threads: 3 });
    mkdirSync(join(folder, "values.json"));
    openMemory(join(folder, "values.json")).keep(lock, { threads: 3 }, "");
  });
  const off = openMemory(stateFile(true));
  off.keep(lock, { threads: 3 }, "");
  assert.equal(off.valuesOf(lock), { threads: 3 });
});

test("resultIn() takes nothing for a result that is none", () => {
  assert.equal(resultIn('{"result":{"final":1}}\n'), { final: 1 });
  for (const text of ["", "{", "3", "null", "{}"]) assert.is(resultIn(text), undefined);
});

test("the list fits 40 columns but for the commands, in both languages", () => {
  for (const language of ["en", "zh"] as const) {
    const list = listOf(lessons, language, 40);
    for (const line of list.split("\n")) {
      if (!/^ {4}\S*(npm|node|deno|bun)/.test(line)) assert.ok(columns(line) <= 40, line);
    }
    for (const { name, title } of lessons) {
      assert.ok(list.includes(name) && list.includes(title[language].slice(0, 8)), name);
      assert.ok(list.includes(`scripts/${name}.ts`), name);
    }
  }
});

test("without a terminal it asks nothing: it prints the lessons and ends with 0", async () => {
  const [plain, list, zh, empty] = await Promise.all([
    spawnScript("repl.ts", { env: english }),
    spawnScript("repl.ts", { env: english, args: ["list"] }),
    spawnScript("repl.ts", { env: chinese }),
    spawnScript("repl.ts", { env: english, stdin: "\n\n\n" }),
  ]);
  for (const ended of [plain, list, zh, empty]) {
    assert.is(ended.code, 0, ended.output);
    assert.is(ended.stderr, "");
    for (const name of names) assert.match(ended.stdout, `scripts/${name}.ts`);
  }
  assert.is(plain.stdout, list.stdout);
  assert.match(zh.stdout, "课程");
  assert.not.match(plain.stdout, "\x1b");
  const own = quotedCommand(commandFor(ownRuntime(), "lock", []));
  assert.ok(plain.stdout.includes(own), own);
});

test("--help says how it is used, in both languages", async () => {
  const [en, zh] = await Promise.all([
    spawnScript("repl.ts", { env: english, args: ["--help"] }),
    spawnScript("repl.ts", { env: english, args: ["--help", "--lang", "zh"] }),
  ]);
  assert.is(en.code, 0);
  assert.match(en.stdout, new RegExp(`^Usage:[^]*${LAB} list`));
  assert.match(zh.stdout, new RegExp(`^用法：[^]*${LAB} list`));
});

test("bad words end with 2 and one line on standard error", async () => {
  const cases = [["lokc"], ["--frob"], ["list", "--frob"], ["list", "lock"], ["--lang"], [
    "lock",
    "--threads",
    "0",
  ]];
  for (const args of cases) {
    const ended = await spawnScript("repl.ts", { env: english, args });
    assert.is(ended.code, 2, `${args}: ${ended.output}`);
    assert.is(ended.stdout, "");
    assert.match(ended.stderr, /^[^\n]+\n$/);
  }
});

test("a lesson runs directly, with its flags, and ends as it ends", async () => {
  const args = ["--lang", "zh", "lock", "--threads", "2", "--iterations", "10", "--json"];
  const ended = await spawnScript("repl.ts", { env: english, args });
  assert.is(ended.code, 0, ended.output);
  const { lesson, parameters, held } = JSON.parse(ended.stdout);
  assert.equal([lesson, parameters.threads, held], ["lock", 2, true]);
  assert.match(ended.stderr, "线程");
});

test("a signal to the REPL ends the lesson it runs, and its processes", async () => {
  for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
    let output = "";
    const running = startScript("repl.ts", {
      env: english,
      args: ["pool", "--delay", "60"],
      onOutput: (text) => output += text,
    });
    await until(() => /task 0 begins/.test(output), "the first task's beginning", 20_000);
    running.signal(signal);
    const ended = await running.ended;
    assert.is(ended.code, code, ended.output);
    assert.is(ended.leftBehind, 0);
  }
});

test("nothing is written to a state folder that nobody asked for", async () => {
  const folder = mkdtempSync(join(tmpdir(), "interleave-"));
  try {
    const env = { ...english, INTERLEAVE_STATE: undefined, XDG_STATE_HOME: folder };
    await spawnScript("repl.ts", { env, args: ["list"] });
    assert.is(existsSync(join(folder, "interleave")), false);
    process.env["XDG_STATE_HOME"] = folder;
    const file = stateFile(false)!;
    assert.ok(file.startsWith(folder));
    openMemory(file).keep(lock, { threads: 4 }, "");
    assert.is(JSON.parse(readFileSync(file, "utf8")).lesson, "lock");
  } finally {
    delete process.env["XDG_STATE_HOME"];
    rmSync(folder, { recursive: true, force: true });
  }
});

test.run();
