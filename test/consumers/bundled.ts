/**
 * A program that a bundler made: with interleave outside of the bundle it works, and with the library
 * inside, or inside of an executable, the error says what to do; nothing is started again and again.
 */
// deadline: 400 s

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { root, runtime, version } from "../kit.ts";
import { Project } from "../tools/packed.ts";

const test = suite("A bundled program");

const program = readFileSync(join(root, "test/consumers/starts.txt"), "utf8");

// Loads the library from where it is installed, as a bundler cannot: a whole one, in an executable.
const executable = `const at = process.argv[2];
const { Process } = await import(at);
try {
  new Process({ target: function main() {}, module: "file:///nowhere.mjs" }).start();
} catch (error) {
  console.log(String(error));
}
`;

const project = new Project("bundled", {
  "package.json": '{ "name": "bundled", "type": "module" }',
  "main.mjs": program,
  "executable.mjs": executable,
  "standalone.mjs": `Deno.build = { ...Deno.build, standalone: true };
await import("./executable.mjs");
`,
});

function esbuild(into: string, ...flags: readonly string[]): void {
  const words = ["main.mjs", "--bundle", "--platform=node", "--log-level=error"];
  const command = join(root, "node_modules/.bin/esbuild");
  execFileSync(command, [...words, `--outfile=dist/${into}`, ...flags], { cwd: project.folder });
}

const linesOf = (text: string) => text.split("\n").filter((line) => line !== "");

function refuses(lines: readonly string[]): void {
  assert.is(lines.length, 4, lines.join("\n"));
  const what = ["thread", "process", "process", "thread"];
  for (const [index, line] of lines.entries()) {
    const start = `RuntimeError: Cannot start ${what[index]}: the library was bundled into`;
    assert.ok(line.includes(start), line);
    assert.match(line, "no system/boot.mjs in ");
    assert.match(line, "Keep interleave out of the bundle");
    assert.match(line, "--packages=external");
    assert.match(line, "must be exported by a module that is a file of its own");
  }
}

const library = join(project.folder, "node_modules/interleave/dist/lib/multiprocessing.js");

/** Fails unless a program that loaded the library from there said that it starts no process, and no more. */
function isExecutable(stdout: string): void {
  assert.is(linesOf(stdout).length, 1, stdout);
  assert.match(stdout, /^RuntimeError: Cannot start process: this program is one executable/);
}

test("interleave kept outside, the targets exported by the bundle's entry: it works", () => {
  esbuild("outside.mjs", "--format=esm", "--packages=external");
  const { stdout, stderr, status } = project.run(["dist/outside.mjs"]);
  assert.is(stderr, "");
  assert.equal(linesOf(stdout), ["thread 42", "process 42", "pool 2,4", "threads 2,4"]);
  assert.is(status, 0);
});

test("minified: a target is found by the name that it got, whatever it is exported as", () => {
  esbuild("small.mjs", "--format=esm", "--packages=external", "--minify");
  const { stdout, status } = project.run(["dist/small.mjs"]);
  assert.equal(linesOf(stdout), ["thread 42", "process 42", "pool 2,4", "threads 2,4"]);
  assert.is(status, 0);
});

test("the library inside the bundle: each start throws what is to be done", () => {
  esbuild("inside.mjs", "--format=esm");
  const { stdout, stderr, status } = project.run(["dist/inside.mjs"]);
  assert.is(stderr, "");
  refuses(linesOf(stdout));
  assert.is(status, 0);
});

test("a bundle that is CommonJS: main() says that import.meta.url is missing", () => {
  for (const [name, ...flags] of [["inside.cjs"], ["outside.cjs", "--packages=external"]]) {
    esbuild(name!, "--format=cjs", ...flags);
    const { stderr, status } = project.run([`dist/${name}`]);
    assert.match(stderr, "TypeError: Cannot tell whether this module is the program");
    assert.match(stderr, "have ES modules written (esbuild: --format=esm)");
    assert.is.not(status, 0);
  }
});

if (runtime === "bun") {
  const compile = (main: string, into: string) => {
    const words = ["build", "--compile", main, "--outfile", `dist/${into}`];
    execFileSync(process.execPath, words, { cwd: project.folder, stdio: "ignore" });
  };

  test("bun build --compile: the same errors, and the executable does not start itself", () => {
    compile("main.mjs", "main");
    refuses(linesOf(project.command([join(project.folder, "dist/main")]).stdout));
    compile("executable.mjs", "whole");
    isExecutable(project.command([join(project.folder, "dist/whole"), library]).stdout);
  });
}

if (runtime === "deno") {
  test("where Deno says that the program is one executable, no process is started", () => {
    isExecutable(project.run(["standalone.mjs", library]).stdout);
  });

  // Nothing is downloaded by a test: what executables are made of is here already, or it is not.
  const { DENORT_BIN, DENO_DIR, HOME } = process.env;
  const cache = join(DENO_DIR ?? join(HOME ?? "/", ".cache/deno"), `dl/release/v${version}`);
  const missing = !DENORT_BIN && !existsSync(cache);
  test(`deno compile: the executable starts no process${missing ? " (denort is not here)" : ""}`, () => {
    if (missing) return;
    const words = ["compile", "-q", "-A", "--node-modules-dir=manual", "-o", "dist/denoed"];
    execFileSync(process.execPath, [...words, "main.mjs"], { cwd: project.folder });
    const { stdout } = project.command([join(project.folder, "dist/denoed")]);
    for (const what of ["process", "pool"]) {
      const lines = linesOf(stdout).filter((line) => line.startsWith(`${what} `));
      assert.is(lines.length, 1, stdout);
      assert.match(lines[0]!, /RuntimeError: Cannot start process: /);
    }
  });
}

test.run();
