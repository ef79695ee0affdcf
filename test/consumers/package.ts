/** The suite of the package: installed from a tarball into a project elsewhere, and used there. */
// deadline: 400 s

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { major, root, runtime } from "../kit.ts";
import { type Files, Project } from "../tools/packed.ts";
import { checked } from "../tools/trace_format.ts";

const test = suite("package");

const program = readFileSync(join(root, "test/consumers/app.txt"), "utf8");

const told = "<40cm\n<60\n[1, 4, 9] [16]\n{ a: 1 } 1\n5 TimeoutError\n";

const files: Files = {
  "package.json": JSON.stringify({
    name: "consumer",
    type: "module",
    imports: { "#factor": { types: "./cfg/factor.d.ts", default: "./cfg/factor.mjs" } },
  }),
  "cfg/factor.mjs": "export const factor = 2;\n",
  "cfg/factor.d.ts": "export declare const factor: number;\n",
  "plug/unit.json": '{ "unit": "cm" }',
  "plug/times.mjs": readFileSync(join(root, "test/consumers/times.txt"), "utf8"),
  "plug/times.d.mts": "export declare const times: (n: number) => number;\n",
  "node_modules/leftish/package.json": '{ "name": "leftish", "version": "1.0.0" }',
  "node_modules/leftish/index.js": "module.exports = (text) => `<${text}`;\n",
  "node_modules/leftish/index.d.ts":
    "declare function leftish(text: unknown): string;\nexport = leftish;\n",
  "app.mjs": program,
  "app.ts": program.replace(/\/\*(: .*?) \*\//g, "$1"),
};

const project = new Project("a b#c%41 中", files);
const { folder } = project;
const old = runtime === "node" && major < 24;

test("a JavaScript program: threads, processes, pools, its own packages, imports and files", () => {
  const { stdout, stderr, status } = project.run(["app.mjs"]);
  assert.is(stderr, "");
  assert.is(stdout, told);
  assert.is(status, 0);
});

test(`the same in TypeScript${old ? ", through tsx" : ""}`, () => {
  if (old) project.borrow("tsx", "esbuild", "@esbuild");
  const flags = old ? ["--import", "tsx"] : [];
  const { stdout, stderr, status } = project.run(["app.ts"], { flags });
  assert.is(stderr, "");
  assert.is(stdout, told);
  assert.is(status, 0);
});

test("INTERLEAVE_TRACE records it, its threads and its processes", () => {
  const file = join(folder, "run.json");
  const { stdout, status, stderr } = project.run(["app.mjs"], { env: { INTERLEAVE_TRACE: file } });
  assert.is(stdout, told);
  assert.is(status, 0, stderr);
  const { entries, problems } = checked(readFileSync(file, "utf8"));
  assert.equal(problems, []);
  const processes = new Set(entries.map(({ pid }) => pid));
  assert.ok(processes.size > 1, `${processes.size} processes`);
});

test("the lab and its lessons run from it", () => {
  const lab = join("node_modules/interleave/dist/repl.js");
  const list = project.run([lab, "list"]);
  assert.match(list.stdout, /lock {2,}Ten threads, a number/);
  assert.match(list.stdout, "node_modules/interleave/dist/scripts/lock.js");
  const lesson = project.run([lab, "lock", "--threads", "2", "--iterations", "100"]);
  assert.match(lesson.stdout, /Invariant held/);
  assert.is(lesson.status, 0, lesson.stderr);
  const child = project.run([lab, "process", "--speed", "100"]);
  assert.match(child.stdout, /Invariant held/);
});

test("nothing is written into its folder, and no test, cache or editor's file is in it", () => {
  const installed = join(folder, "node_modules/interleave");
  assert.equal(readdirSync(installed).sort(), [
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "README.zh.md",
    "dist",
    "package.json",
    "scripts",
  ]);
  assert.not.ok(existsSync(join(installed, "dist/.cache")));
  for (const path of project.packed) {
    assert.match(path, /^(dist\/|scripts\/|[A-Z]+(\.zh)?\.md$|LICENSE$|package\.json$)/);
  }
});

/** All modules of the package, as their types are used by a project that is as strict as can be. */
const modules = Object.keys(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).exports)
  .filter((path) => !path.endsWith(".json")).map((path) => path.slice(2));
const everything = [
  ...modules.map((name) => `import * as ${name} from "interleave/${name}";`),
  `export const all: readonly object[] = [${modules}];`,
  'export const total: number = new threading.Value("int32", 1).value;',
  "export const got: Promise<string> = new multiprocessing.Queue<string>().get();",
  "",
].join("\n");
writeFileSync(join(folder, "all.ts"), everything);

const STRICT = [
  "strict",
  "noPropertyAccessFromIndexSignature",
  "noUncheckedIndexedAccess",
  "exactOptionalPropertyTypes",
  "noImplicitOverride",
  "noUnusedLocals",
  "verbatimModuleSyntax",
].map((flag) => `--${flag}`);

/** The oldest that works, as docs/install.md says, and ours. */
const compilers = {
  "TypeScript 5.7": join(root, ".cache/typescript57/node_modules/typescript/bin/tsc"),
  "the newest TypeScript": join(root, "node_modules/typescript/bin/tsc"),
};
const required = /^(1|true)$/.test(process.env["CI"] ?? "");

for (const [name, tsc] of Object.entries(compilers)) {
  const missing = !existsSync(tsc);
  const skipped = runtime !== "node" ? " (only on Node)" : missing ? " (it is not here)" : "";
  test(`its types are right: all ${modules.length} modules, ${name}, under strict flags${skipped}`, () => {
    assert.not.ok(runtime === "node" && missing && required, `${name} is required in CI`);
    if (skipped !== "") return;
    project.borrow("@types/node", "undici-types");
    project.borrow("ioredis"); // whose types those of interleave/distributed name, as its user has it
    for (const [module, resolution] of [["nodenext", "nodenext"], ["esnext", "bundler"]]) {
      const { stdout, status } = project.run([
        ...[tsc, "--noEmit", ...STRICT, "--skipLibCheck", "false", "--target", "esnext"],
        ...["--types", "node", "--module", module!, "--moduleResolution", resolution!],
        ...["app.ts", "all.ts"],
      ]);
      assert.is(stdout, "");
      assert.is(status, 0);
    }
  });
}

test("its modules are the eight that the documents name", () => {
  for (const page of ["docs/install.md", "docs/install.zh.md"]) {
    const text = readFileSync(join(root, page), "utf8");
    for (const name of modules) assert.match(text, `\`interleave/${name}\``);
    assert.match(text, "5.7");
  }
  assert.is(modules.length, 8);
});

test.run();
