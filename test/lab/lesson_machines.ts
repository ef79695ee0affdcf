/** The suite of the lessons about several machines: what is lost, what runs twice, and what is left. */
// deadline: 300 s

import { existsSync, readdirSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { columns, wrapped } from "../../lib/columns.ts";
import { LANGUAGES } from "../../lib/lesson/language.ts";
import { redisServer } from "../../lib/lesson/missing.ts";
import { sourcesOf } from "../../lib/repl/source.ts";
import { startServer } from "../../lib/system/servers.ts";
import { lessons } from "../../scripts/index.ts";
import { redisSuite } from "../fixtures/distributed/redis.ts";
import { spawnScript, startScript, until } from "../kit.ts";
import { CTRL_C, CTRL_D, end, inTerminal, open, temporary } from "../tools/lab.ts";
import { inLanguage, runJson } from "../tools/lessons.ts";

const always = suite("lessons of machines: without Redis");
const test = redisSuite("lessons of machines");

interface Run {
  task: number;
  machine: string;
  to?: number;
}

const needing = lessons.filter(({ missing }) => missing);

always("where no Redis is installed the lesson says what to install, and ends with 2", async () => {
  assert.equal(needing.map(({ name }) => name), ["machines", "distance"]);
  for (const { name } of needing) {
    for (const language of LANGUAGES) {
      const env = { ...inLanguage(language), PATH: "/nowhere" };
      const ended = await spawnScript(`scripts/${name}.ts`, { env });
      assert.equal([ended.code, ended.stdout], [2, ""], ended.output);
      assert.match(ended.stderr, /^[^\n]*apt-get install redis-server[^\n]*\n$/);
      assert.is(/[\u4e00-\u9fff]/.test(ended.stderr), language === "zh");
    }
  }
});

always("a server that has just ended may be signalled before that is heard", async () => {
  for (let i = 0; i < 30; i++) {
    const server = startServer("true", []);
    // In each turn of the loop: in some of them it is gone, and nothing was heard yet.
    while (!server.over) {
      server.pause(false);
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }
});

always("what is missing is found before a learner is asked anything", () => {
  for (const { missing } of needing) {
    assert.is(missing!() === undefined, redisServer() !== undefined);
  }
});

always("distance: ten thousand tasks may be asked for", () => {
  const { tasks } = needing.find(({ name }) => name === "distance")!.parameters;
  assert.is((tasks as { max?: number }).max, 10_000);
});

always("a lesson without a twin says in words how it is done in Python", () => {
  for (const { name, inPython } of needing) {
    for (const language of LANGUAGES) {
      const text = inPython![language];
      assert.match(text, /Celery/);
      for (const width of [40, 80, 200]) {
        const source = sourcesOf(name, width, width === 40, (text) => text, text);
        assert.match(source, new RegExp(`^scripts/${name}\\.ts\n`));
        assert.ok(source.endsWith(`\n\n${wrapped(text, width)}`), source);
      }
    }
  }
});

inTerminal(
  always,
  "the menu shows what such a lesson needs, and does not let it be chosen",
  () =>
    temporary(async (folder) => {
      // All that is on the PATH, but no Redis: what opens the terminal needs a shell.
      for (const place of new Set((process.env["PATH"] ?? "").split(delimiter))) {
        if (!existsSync(place)) continue;
        for (const name of readdirSync(place)) {
          const link = join(folder, name);
          if (/^(redis|valkey)-/.test(name) || existsSync(link)) continue;
          symlinkSync(join(place, name), link);
        }
      }
      const env = { PATH: folder };
      for (const language of LANGUAGES) {
        const needs = { en: "needs Redis", zh: "需要 Redis" }[language];
        using terminal = open("repl.ts", { env, columns: 40, words: ["--lang", language] });
        await terminal.see("❯ ");
        terminal.type("machi");
        await terminal.see(new RegExp(`  machines .*\\(${needs}\\)`));
        terminal.type(CTRL_C);
        await end(terminal, 130);
        for (const line of terminal.lines) assert.ok(columns(line) <= 40, line);
        using plain = open("repl.ts", { env, words: ["--plain", "--lang", language] });
        await plain.see(new RegExp(`\\d+\\. distance .*\\(${needs}\\)[^]*> `));
        plain.type("distance\r");
        await plain.see(/apt-get install redis-server[^]*> /);
        plain.type(CTRL_D);
        await end(plain, 0);
      }
    }),
);

const KILL = ["--kill", "--machines", "2", "--tasks", "3", "--delay", "0.2"];

test("machines: one that dies loses its task, or has it run twice; the others are not touched", async () => {
  const runsOfFirst = (result: Record<string, unknown>) =>
    (result["runs"] as Run[]).filter(({ task }) => task === 1);
  const lost = await runJson("machines", KILL);
  assert.equal([lost.held, lost.code], [false, 0], lost.people);
  assert.match(
    lost.result["answers"][0],
    /^WorkerLostError: .*proc: . was lost while it ran this task\. It may have run/,
  );
  assert.equal(lost.result["answers"].slice(1), ["result", "result"]);
  assert.equal(runsOfFirst(lost.result).map(({ to }) => to), [undefined]);
  const again = await runJson("machines", [...KILL, "--retries", "1"]);
  assert.equal([again.held, again.code], [false, 0], again.people);
  assert.equal(again.result["answers"], ["result", "result", "result"]);
  const [first, second, ...more] = runsOfFirst(again.result);
  assert.is(more.length, 0);
  assert.is.not(first!.machine, second!.machine);
  assert.is(first!.to, undefined);
  assert.type(second!.to, "number");
});

test("distance: packed in messages the same results come sooner", async () => {
  const { result, held } = await runJson("distance", []);
  const { here, single, packed } = result["messages"];
  assert.ok(here < packed && packed < single, JSON.stringify(result));
  assert.is(held, true);
});

test("compare says how it is done in Python, since there is no twin", async () => {
  for (const [language, words] of [["en", /Celery: @app\.task/], ["zh", /这是 Celery/]] as const) {
    const args = [
      "compare",
      "machines",
      "--tasks=1",
      "--machines=2",
      "--delay=0",
      "--lang",
      language,
    ];
    const { stdout, output } = await spawnScript("repl.ts", {
      args: ["--runtime", "bun", ...args],
      deadline: 60_000,
    });
    assert.match(stdout.replace(/\s+/g, " "), words, output);
  }
});

test("distance: a silence makes tasks count as lost, or run twice, that come to their ends", async () => {
  for (const retries of [0, 1]) {
    const { result, held, code } = await runJson("distance", ["--away", `--retries=${retries}`]);
    assert.equal([held, code], [false, 0]);
    const { lost, runs } = result["away"] as { lost: number; runs: Run[] };
    assert.is(lost, retries === 0 ? 2 : 0);
    assert.is(runs.length, retries === 0 ? 2 : 4);
    for (const run of runs.slice(0, 2)) assert.type(run.to, "number");
  }
});

test("at the end, and after Ctrl-C or SIGTERM, no Redis is left and no folder", async () => {
  await temporary(async (folder) => {
    for (const signal of ["SIGINT", "SIGTERM", "group", undefined] as const) {
      const args = ["--delay", signal ? "30" : "0.01"];
      const running = startScript("scripts/machines.ts", {
        args,
        env: { ...inLanguage("en"), TMPDIR: folder },
        deadline: 60_000,
        onOutput: (text) => {
          if (!signal || !text.includes("task 1 begins")) return;
          if (signal === "group") process.kill(-running.pid!, "SIGINT"); // as a terminal does
          else running.signal(signal);
        },
      });
      const { code, output, leftBehind } = await running.ended;
      assert.is(code, { SIGINT: 130, SIGTERM: 143, group: 130, none: 0 }[signal ?? "none"], output);
      assert.is(leftBehind, 0);
      assert.not.match(output, /Error/);
      const left = readdirSync(folder).filter((name) => name.startsWith("interleave-lesson-"));
      assert.equal(left, []);
    }
  });
});

test("killed without a word (SIGKILL) it leaves no process and no folder either", async () => {
  await temporary(async (folder) => {
    const running = startScript("scripts/machines.ts", {
      args: ["--delay", "30"],
      env: { ...inLanguage("en"), TMPDIR: folder },
      deadline: 60_000,
      onOutput: (text) => {
        if (text.includes("task 1 begins")) process.kill(running.pid!, "SIGKILL");
      },
    });
    const { signal, output, leftBehind } = await running.ended;
    assert.is(signal, "SIGKILL", output);
    assert.is(leftBehind, 0);
    const left = () => readdirSync(folder).filter((name) => name.startsWith("interleave-lesson-"));
    await until(() => left().length === 0, "the end of the lesson's folder");
  });
});

always.run();
test.run();
