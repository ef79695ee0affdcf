/** The lab from the installed package: npx interleave, its lessons, its worker, and a HOME of its own. */
// deadline: 400 s

import { existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import process from "node:process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { wordsIn } from "../../lib/repl/words.ts";
import { runtime } from "../kit.ts";
import { answer, CTRL_C, end, english, ENTER, inTerminal, pick } from "../tools/lab.ts";
import { Project, type Way } from "../tools/packed.ts";
import { Terminal } from "../tools/pty.ts";

const test = suite("The installed lab");

const project = new Project("the lab", { "package.json": '{ "name": "lab" }', "home/.keep": "" });
project.borrow("kleur", "@inquirer/prompts"); // what npm installs with it
const home = join(project.folder, "home"), bin = join(project.folder, "bin");
mkdirSync(bin);
const programs = { node: ["node"], deno: ["deno"], bun: ["bun", "bunx"] }[runtime];
for (const name of programs) symlinkSync(process.execPath, join(bin, name));

// How each runtime calls an installed program, as the lab itself says. npx and bunx are programs of their own.
const how =
  { node: "npx interleave", deno: "deno run -A npm:interleave", bun: "bunx --bun interleave" }[
    runtime
  ];

const lab = (args: readonly string[], way?: Way): ReturnType<Project["command"]> => {
  const path = [bin, dirname(process.execPath), process.env["PATH"]].join(delimiter);
  const words = how.replace("npx", "npx --offline").split(" ");
  return project.command([...words, ...args], { ...way, env: { PATH: path, ...way?.env } });
};

test(`${how}: the list and a lesson of threads, a lesson of processes`, () => {
  const list = lab(["list"]);
  assert.match(list.stdout, /\nlock {2,}\S/, list.stderr);
  assert.match(list.stdout, `${how} lock --help`);
  assert.not.match(list.stdout + lab(["--help"]).stdout, /npm start|bun run start|deno task/);
  for (
    const words of [["lock", "--threads", "2", "--iterations", "100"], ["queue", "--speed", "100"]]
  ) {
    const lesson = lab(words);
    assert.match(lesson.stdout, /Invariant held/, lesson.stderr);
    assert.is(lesson.status, 0, lesson.stderr);
  }
});

for (const [language, columns] of [["en", 120], ["en", 40], ["zh", 120], ["zh", 40]] as const) {
  inTerminal(test, `its menu in a terminal: ${language}, ${columns} columns`, async () => {
    const say = wordsIn(language);
    using terminal = new Terminal(project.wordsFor(["node_modules/interleave/dist/repl.js"]), {
      columns,
      cwd: project.folder,
      env: { ...project.env, ...english, LC_ALL: language === "zh" ? "zh_CN.UTF-8" : "C.UTF-8" },
    });
    await pick(terminal, "lock", say("pick"));
    for (const [name, value] of [["threads", "2"], ["iterations", "1000"], ["initial", ""]]) {
      await answer(terminal, name!, value);
    }
    await answer(terminal, "lock", "y");
    // Where no other runtime is found, there is nothing to ask.
    const which = say("which"), predict = say("predict").trim();
    const [asked] = await terminal.see(new RegExp(`${which}|${predict}`));
    terminal.type(ENTER);
    if (asked === which) {
      await terminal.see(predict);
      terminal.type(ENTER);
    }
    await terminal.see(/global_score( 值)?[:：] ?100/);
    await terminal.see(say("right").trim());
    await terminal.see(say("after"));
    terminal.type(CTRL_C);
    await terminal.see(say("bye"));
    await end(terminal, 130);
  });
}

test(`${how} worker --help needs neither BullMQ nor Redis`, () => {
  assert.not.ok(existsSync(join(project.folder, "node_modules/bullmq")));
  const { stdout, stderr, status } = lab(["worker", "--help"]);
  assert.match(stdout, "--root", stderr);
  assert.is(status, 0, stderr);
});

test(`${how}: what it remembers is in HOME's state folder, and nothing is in the package`, () => {
  const installed = join(project.folder, "node_modules/interleave");
  const before = readdirSync(installed, { recursive: true }).sort();
  const { status, stderr } = lab(["lock", "--threads", "2", "--iterations", "100"], {
    env: { HOME: home, INTERLEAVE_STATE: "", XDG_STATE_HOME: "" },
  });
  assert.is(status, 0, stderr);
  const written = readdirSync(home, { recursive: true, encoding: "utf8" })
    .filter((name) => /interleave/.test(name) && !/\bdeno\b|_npx|_logs/.test(name));
  for (const name of written) assert.match(name, /^\.local\/state\/interleave/);
  assert.equal(readdirSync(installed, { recursive: true }).sort(), before);
});

test.run();
