/** The suite of `interleave worker` from an installed package, for a program in another folder. */
// deadline: 300 s

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import * as assert from "uvu/assert";
import { root, runtime, until, within } from "../kit.ts";
import { keysLeft } from "../fixtures/distributed/host.ts";
import { PrivateRedis, redisSuite } from "../fixtures/distributed/redis.ts";
import { type Files, Project } from "../tools/packed.ts";
import { run } from "../tools/process.ts";

const test = redisSuite("interleave worker, installed");

const tasks = "export const square = (n) => n * n;\nexport const where = () => import.meta.url;\n";

const files: Files = {
  "package.json": '{ "name": "consumer", "type": "module" }',
  "tasks.mjs": tasks,
  "program/tasks.mjs": tasks,
  "program/package.json": '{ "name": "program", "type": "module" }',
  "program/main.mjs": readFileSync(join(root, "test/consumers/caller.txt"), "utf8"),
};

/** Borrows a package of this checkout, and all that it needs. */
function borrow(project: Project, name: string, seen: Set<string> = new Set()): void {
  if (seen.has(name) || !existsSync(join(root, "node_modules", name))) return; // some are optional
  seen.add(name);
  project.borrow(name);
  const file = join(root, "node_modules", name, "package.json");
  const { dependencies = {} } = JSON.parse(readFileSync(file, "utf8")) as {
    dependencies?: Record<string, string>;
  };
  for (const each of Object.keys(dependencies)) borrow(project, each, seen);
}

test("it serves a program in another folder, from its own copy, and leaves at SIGTERM", async () => {
  await using redis = await PrivateRedis.start();
  using project = new Project("a b 中", files);
  for (const name of ["bullmq", "ioredis"]) borrow(project, name);
  const { folder } = project;
  const env = { ...project.env, INTERLEAVE_URL: redis.url };
  const start = runtime === "deno" ? ["run", "-A", "-q", "--node-modules-dir=manual"] : [];
  const installed = join(folder, "node_modules/interleave");
  const { bin } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as {
    bin: { interleave: string };
  };
  const command = join(installed, bin.interleave); // what npx runs
  let serves = (): void => {};
  const ready = new Promise<void>((resolve) => serves = resolve);
  const options = { env, cwd: folder, deadline: 100_000 };
  const words = [...start, command, "worker", "--root", ".", "--processes", "1"];
  const worker = run({ file: process.execPath, args: words }, {
    ...options,
    onOutput: (text) => {
      if (text.includes(": serves ")) serves();
    },
  });
  try {
    const early = worker.ended.then(({ output }) => Promise.reject(new Error(output)));
    await within(60_000, Promise.race([ready, early]), "the start of the worker");
    early.catch(() => {});
    const args = [...start, join(folder, "program/main.mjs")];
    const { stdout, stderr, code } = await run({ file: process.execPath, args }, options).ended;
    assert.is(stderr, "");
    const [squares, where] = stdout.split("\n");
    assert.is(squares, "[1,4,9]");
    assert.match(where!, /\/tasks\.mjs$/);
    assert.not.match(where!, /program\/tasks\.mjs$/); // the worker's own copy
    assert.is(code, 0);
    worker.signal("SIGTERM");
    const left = await worker.ended;
    assert.is(left.code, 0, left.output);
    assert.is(left.leftBehind, 0);
    assert.equal(await keysLeft(redis.url), []);
  } finally {
    worker.kill();
  }
});

/** The code blocks of the documentation that begin with one of these words, by language. */
const page = readFileSync(join(root, "docs/distributed.md"), "utf8");
const blocks = [...page.matchAll(/^```(\w+)[^\n]*\n(.*?)^```$/gms)].map(([, , text]) => text!);
const block = (part: string): string => blocks.find((text) => text.includes(part))!;

/** What is on the page as JavaScript of the oldest Node. */
const here = (text: string): string =>
  text.replaceAll(".ts", ".mjs").replaceAll("n: number", "n")
    .replace("await using pool", "const pool").replace("]));", "]));\n  pool.close();");

const commands = {
  systemd: /^ExecStart=\/usr\/bin\/node (.*)$/m.exec(block("ExecStart="))?.[1],
  compose: /^ +command: node (.*)$/m.exec(block("services:"))?.[1],
};

for (const [where, words] of Object.entries(commands)) {
  test(`the command for ${where}: at SIGTERM a running task ends, then it, with 0`, async () => {
    assert.ok(words, "it begins with node itself, which gets the signals");
    await using redis = await PrivateRedis.start();
    const path = join(redis.folder, "ran");
    const program = here(block("main.ts"))
      .replace('"redis://user:secret@host:6379"', JSON.stringify(redis.url))
      .replace(", 3]", `, ${JSON.stringify(path)}]`);
    using project = new Project("app", {
      "package.json": '{ "name": "app", "type": "module" }',
      "main.mjs": program,
      "tasks/square.mjs": `import { existsSync, writeFileSync } from "node:fs";
${here(block("// tasks/square")).replace("const square", "const plain")}
export async function square(n) {
  if (typeof n === "number") return plain(n);
  writeFileSync(n, "");
  while (!existsSync(n + ".go")) await new Promise((go) => setTimeout(go, 5));
  return "ended";
}
`,
    });
    for (const name of ["bullmq", "ioredis"]) borrow(project, name);
    const start = runtime === "deno" ? ["run", "-A", "-q", "--node-modules-dir=manual"] : [];
    const env = { ...project.env, INTERLEAVE_URL: redis.url };
    const options = { env, cwd: project.folder, deadline: 100_000 };
    let said = "";
    const worker = run({ file: process.execPath, args: [...start, ...words!.split(" ")] }, {
      ...options,
      onOutput: (text) => said += text,
    });
    try {
      const args = [...start, "main.mjs"];
      const caller = run({ file: process.execPath, args }, options);
      const early = Promise.race([worker.ended, caller.ended]).then(({ output }) => {
        throw new Error(output);
      });
      await Promise.race([until(() => existsSync(path), "a task runs", 60_000), early]);
      early.catch(() => {});
      worker.signal("SIGTERM");
      await until(() => /takes no more tasks; \d still run/.test(said), "it is leaving", 30_000);
      writeFileSync(`${path}.go`, "");
      const { code, output, leftBehind } = await within(60_000, worker.ended, "its end");
      assert.equal([code, leftBehind], [0, 0], output);
      const called = await within(60_000, caller.ended, "the caller");
      assert.match(called.stdout, /\[ 1, 4, "ended" \]|\[ 1, 4, 'ended' \]/, called.output);
    } finally {
      worker.kill();
    }
  });
}

test.run();
