/** The lab from the installed package: npx interleave, its lessons, its worker, and a HOME of its own. */
// deadline: 400 s

import { existsSync, readdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import process from "node:process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runtime } from "../kit.ts";
import { Project, type Way } from "../tools/packed.ts";

const test = suite("The installed lab");

const project = new Project("the lab", { "package.json": '{ "name": "lab" }', "home/.keep": "" });
const home = join(project.folder, "home");

// npx is a program for Node; with the others their own command runs the same file.
const [how, lab]: [string, (words: string[], way?: Way) => ReturnType<Project["command"]>] =
  runtime === "node"
    ? ["npx interleave", (words, way) => {
      const path = [dirname(process.execPath), process.env["PATH"]].join(delimiter);
      const npx = ["npx", "--offline", "interleave", ...words];
      return project.command(npx, { ...way, env: { PATH: path, ...way?.env } });
    }]
    : [
      `${runtime} repl.js`,
      (words, way) => project.run(["node_modules/interleave/dist/repl.js", ...words], way),
    ];

test(`${how}: the list and a lesson of threads, a lesson of processes`, () => {
  const list = lab(["list"]);
  assert.match(list.stdout, /\nlock {2,}\S/, list.stderr);
  assert.match(list.stdout, "npx interleave lock --help");
  assert.not.match(list.stdout + lab(["--help"]).stdout, "npm start");
  for (
    const words of [["lock", "--threads", "2", "--iterations", "100"], ["queue", "--speed", "100"]]
  ) {
    const lesson = lab(words);
    assert.match(lesson.stdout, /Invariant held/, lesson.stderr);
    assert.is(lesson.status, 0, lesson.stderr);
  }
});

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
