/**
 * Projects of other shapes: a monorepo of symbolic links, CommonJS beside ES modules, a program that is
 * compiled to dist/, and a folder and a HOME that cannot be written.
 */
// deadline: 400 s

import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { root, runtime } from "../kit.ts";
import { type Files, Project, type Way } from "../tools/packed.ts";
import { findRuntimes } from "../tools/runtimes.ts";

const test = suite("Projects of other shapes");

const text = (name: string) => readFileSync(join(root, `test/consumers/${name}.txt`), "utf8");

const starts = text("starts");

function runs(project: Project, program: string, way?: Way): void {
  const { stdout, stderr, status } = project.run([program], way);
  assert.is(stderr, "");
  assert.is(stdout, "thread 42\nprocess 42\npool 2,4\nthreads 2,4\n");
  assert.is(status, 0);
}

/** The same program, with its target in another module, which says where it is. */
const elsewhere = (specifier: string) =>
  starts.replace(/^export const double.*$/m, `import { double, where } from "${specifier}";`)
    .replaceAll("target: double,", "target: double, module: where,")
    .replaceAll("Pool(2)", "Pool(2, { module: where })");

const manifest = (more: object) => JSON.stringify({ name: "project", ...more });

function link(project: Project, place: string, to: string): void {
  mkdirSync(dirname(join(project.folder, place)), { recursive: true });
  symlinkSync(to, join(project.folder, place));
}

test("a monorepo: packages, the library among them, are symbolic links to where they are", () => {
  const files: Files = {
    "package.json": manifest({ private: true }),
    "packages/app/package.json": manifest({ type: "module" }),
    "packages/app/main.mjs": elsewhere("@mono/tasks"),
    "packages/tasks/package.json":
      '{ "name": "@mono/tasks", "type": "module", "main": "tasks.js" }',
    "packages/tasks/tasks.js": text("tasks"),
    "packages/factor/package.json":
      '{ "name": "@mono/factor", "type": "module", "exports": "./factor.js" }',
    "packages/factor/factor.js": "export const factor = 2;\n",
  };
  using project = new Project("mono", files);
  // As pnpm does it: each package sees what it asked for, by links into one store.
  mkdirSync(join(project.folder, "store"));
  renameSync(join(project.folder, "node_modules/interleave"), join(project.folder, "store/lib"));
  link(project, "packages/app/node_modules/interleave", "../../../store/lib");
  link(project, "packages/app/node_modules/@mono/tasks", "../../../tasks");
  link(project, "packages/tasks/node_modules/interleave", "../../../store/lib");
  link(project, "packages/tasks/node_modules/@mono/factor", "../../../factor");
  runs(project, "main.mjs", { cwd: "packages/app" });
  link(project, "packages/app/start.mjs", "main.mjs"); // and so is the program
  runs(project, "start.mjs", { cwd: "packages/app" });
});

test('"type": "commonjs": a .mjs program with a target that is CommonJS', () => {
  using project = new Project("mixed", {
    "package.json": manifest({ type: "commonjs" }),
    "main.mjs": elsewhere("./tasks.js"),
    "tasks.js": `const { pathToFileURL } = require("node:url");
const factor = require("./factor.js");
exports.where = pathToFileURL(__filename).href;
exports.double = function double(n) {
  return n * factor;
};
`,
    "factor.js": "module.exports = 2;\n",
  });
  runs(project, "main.mjs");
});

test("a CommonJS program that loads the library by import()", () => {
  using project = new Project("common", {
    "package.json": manifest({}),
    "main.cjs": text("common"),
  });
  const { stdout, stderr, status } = project.run(["main.cjs"]);
  assert.is(stderr, "");
  assert.is(stdout, "42\n");
  assert.is(status, 0);
});

test("TypeScript that is compiled to dist/, and run from there", () => {
  using project = new Project("compiled", {
    "package.json": manifest({ type: "module", main: "dist/main.js" }),
    "src/main.ts": elsewhere("./tasks.js"),
    "src/tasks.ts": `export const where: string = import.meta.url;
export enum Factor {
  two = 2,
}
export const double = (n: number): number => n * Factor.two;
`,
  });
  const words = ["--outDir", "dist", "--rootDir", "src", "--noCheck", "--sourceMap"];
  const more = ["--module", "nodenext", "--target", "es2022", "src/main.ts"];
  const node = findRuntimes().find(({ kind }) => kind === "node")!; // what tsc is a program for
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  execFileSync(node.file, [tsc, ...words, ...more], { cwd: project.folder, stdio: "inherit" });
  runs(project, "dist/main.js");
});

/** All files below `folder`. */
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();

test("a project, a package and a HOME that this user may not write", () => {
  using project = new Project("read-only", {
    "package.json": manifest({ type: "module" }),
    "main.mjs": starts,
    "home/.keep": "",
  });
  const before = filesIn(project.folder);
  spawnSync("chmod", ["-R", "a+rX,a-w", project.folder]);
  chmodSync(dirname(project.folder), 0o755);
  // Nothing stops root: then it is somebody else.
  const nobody = ["--reuid=65534", "--regid=65534", "--clear-groups", "--"];
  const as = process.getuid?.() === 0 ? ["setpriv", ...nobody] : [];
  runs(project, "main.mjs", { before: as, env: { HOME: join(project.folder, "home") } });
  assert.equal(filesIn(project.folder), before, `on ${runtime}`);
  spawnSync("chmod", ["-R", "u+w", project.folder]);
});

test.run();
