/**
 * A program of somebody else, in a folder of its own, sees in threads, children and pools what it sees
 * in its main program: packages, #imports, JSON, dynamic imports, and one copy of the library.
 */
// deadline: 300 s

import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Ended, root, spawnScript } from "../kit.ts";

const test = suite("A program's own world");

const lib = (name: string) => JSON.stringify(pathToFileURL(join(root, "lib", name)).href);

/** Not an import of this project. */
const PACKAGE = JSON.stringify("leftish");

const MAIN = `import { Lock, main, Thread } from ${lib("threading.ts")};
import { Pool, Process, Queue } from ${lib("multiprocessing.ts")};
import * as helper from "./helper.mjs";
import { left } from ${PACKAGE};
import { cfg } from "#cfg";
import data from "./data.json" with { type: "json" };

const name = await Promise.resolve("a");
const text = \`
import x from "./plug/a.ts"
\`;

export async function see(where, folder, queue, lock) {
  const { plug } = await import(\`./plug/\${name}.ts\`);
  const same = helper.Lock === Lock && helper.Queue === Queue;
  const known = (!queue || queue instanceof helper.Queue) && (!lock || lock instanceof helper.Lock);
  const line = [where, left, cfg, data.n, plug, text.trim(), import.meta.dirname === folder, same, known];
  console.log(line.join(" "));
}

main(import.meta, async () => {
  const folder = import.meta.dirname;
  await see("main", folder);
  const thread = new Thread({ target: see, args: ["thread", folder, undefined, new Lock()] });
  thread.start();
  await thread.join();
  const child = new Process({ target: see, args: ["child", folder, new Queue()] });
  child.start();
  await child.join();
  const pool = new Pool(1);
  await pool.apply(see, ["pool", folder]);
  pool.close();
  await pool.join();
});
`;

const FILES: Record<string, string> = {
  "package.json": '{ "name": "world", "type": "module", "imports": { "#cfg": "./cfg.mjs" } }',
  "node_modules/leftish/package.json":
    '{ "name": "leftish", "version": "1.0.0", "type": "module", "exports": "./index.js" }',
  "node_modules/leftish/index.js": 'export const left = "left";\n',
  "cfg.mjs": 'export const cfg = "cfg";\n',
  "data.json": '{ "n": 1 }',
  "plug/a.ts": 'export const plug: string = "plug";\n',
  "helper.mjs": `export { Lock } from ${lib("threading.ts")};
export { Queue } from ${lib("multiprocessing.ts")};\n`,
  "main.mjs": MAIN,
  "main.ts": MAIN.replace("(where, folder,", "(where: string, folder: string,")
    .replace("queue, lock)", "queue?: Queue, lock?: Lock)"),
};

async function runWorld(main: string): Promise<Ended> {
  const top = realpathSync(mkdtempSync(join(tmpdir(), "world-")));
  const folder = join(top, "sp ace#1 %20 世界");
  try {
    for (const [name, content] of Object.entries(FILES)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    return await spawnScript(join(folder, main), { cwd: folder, deadline: 50_000 });
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
}

for (const main of ["main.ts", "main.mjs"]) {
  test(`${main}: packages, #imports, JSON, dynamic imports and one library, everywhere`, async () => {
    const ended = await runWorld(main);
    const seen = (where: string) =>
      `${where} left cfg 1 plug import x from "./plug/a.ts" true true true`;
    const wanted = ["main", "thread", "child", "pool"].map(seen);
    assert.equal(ended.stdout.split("\n").filter((line) => line !== ""), wanted, ended.output);
    assert.is(ended.code, 0, ended.output);
  });
}

test.run();
