/** The suite of what a worker refuses: an error to the caller, and one line for who looks after it. */

// deadline: 300 s

import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as assert from "uvu/assert";
import { decode, encode } from "../../lib/codec.ts";
import { Pool } from "../../lib/distributed.ts";
import { toText } from "../../lib/distributed/messages.ts";
import { servedModule } from "../../lib/distributed/modules.ts";
import { rejection, thrown } from "../fixtures/outcomes.ts";
import { ForgedCell } from "../fixtures/distributed/forged_cell.ts";
import { Mode } from "../../lib/multiprocessing/pool/messages.ts";
import { Forger } from "../fixtures/distributed/forger.ts";
import { served, TestWorker } from "../fixtures/distributed/host.ts";
import { PrivateRedis, redisSuite } from "../fixtures/distributed/redis.ts";
import { here, notAFunction, square } from "../fixtures/distributed/tasks.ts";

const test = redisSuite("distributed: refusals");

/** A folder to be served, `root`, and beside it a module that notes that it was imported. */
function fenced(folder: string): { root: string; outside: string; imported: string } {
  const root = join(folder, "served"), outside = join(folder, "outside.mjs");
  const imported = join(folder, "imported");
  const code = `import { writeFileSync } from "node:fs";
writeFileSync(${JSON.stringify(imported)}, "");
export const square = (n) => n * n;
`;
  mkdirSync(join(root, "node_modules/a"), { recursive: true });
  mkdirSync(join(folder, "served2"));
  for (const file of [outside, join(root, "node_modules/a/index.mjs")]) writeFileSync(file, code);
  writeFileSync(join(folder, "served2/x.mjs"), code);
  writeFileSync(join(root, "tasks.mjs"), "export const square = (n) => n * n;\n");
  symlinkSync(outside, join(root, "link.mjs"));
  symlinkSync(folder, join(root, "folder"));
  return { root, outside, imported };
}

test("a path out of root is refused, whichever way it goes, and nothing is imported", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  const { root, outside, imported } = fenced(redis.folder);
  await using worker = await TestWorker.start({ url, root, name: "host-1" });
  await using forger = await Forger.start(url);
  assert.is(await forger.send({ module: "tasks.mjs" }), undefined, "what is served runs");
  const paths = [
    "../outside.mjs",
    "../served2/x.mjs",
    "tasks.mjs/../../outside.mjs",
    "folder/../../outside.mjs",
    outside,
    pathToFileURL(outside).href,
    `data:text/javascript,export const square = 1`,
    "link.mjs",
    "folder/outside.mjs",
    "tasks.mjs\0",
    "tasks.mjs\0/../../outside.mjs",
    "%2e%2e/outside.mjs",
    "..\\outside.mjs",
    ".",
    "nowhere.mjs",
    "node:fs",
    "node_modules/a/index.mjs",
    "./node_modules/../node_modules/a/index.mjs",
  ];
  for (const module of paths) {
    const error = await forger.send({ module }) as Error;
    assert.instance(error, TypeError, module);
    assert.match(error.message, /^Cannot find target: host-1 does not serve /, module);
    assert.not.match(error.message.replace(outside, ""), new RegExp(redis.folder), module);
  }
  assert.not(existsSync(imported));
  await worker.says(/does not serve "node_modules\/a/);
  assert.is(worker.said.match(/does not serve/g)?.length, paths.length, worker.said);
  assert.is(await forger.send({ module: "tasks.mjs" }), undefined, "it goes on");
});

test("a forged number of items costs nothing, and forged words move no cursor", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  await using worker = await TestWorker.start({ url });
  await using forger = await Forger.start(url);
  for (const mode of [Mode.map, Mode.starmap]) {
    const data = { module: "tasks.ts", mode, count: 2 ** 32 - 2, retries: 1e6 };
    assert.match(
      String(await forger.send(data)),
      /what came are not the items of 4294967294 calls/,
    );
  }
  const name = "\x1b[2Jsquare\rinterleave worker";
  assert.match(String(await forger.send({ module: "tasks.ts", name })), /Cannot find target/);
  await worker.says(/\?\[2Jsquare\?interleave/);
  // deno-lint-ignore no-control-regex
  assert.not.match(worker.said, /[\x00-\x09\x0b-\x1f]/);
  assert.is(await forger.send({ module: "tasks.ts" }), undefined, "it goes on");
});

test("what is in node_modules is served only where a pattern says so", async () => {
  await using redis = await PrivateRedis.start();
  const { root } = fenced(redis.folder);
  const path = "node_modules/a/index.mjs";
  const serve = (only?: string[]): string => servedModule(path, root, only, "host-1");
  for (
    const only of [["node_modules/*"], ["*.ts", path], ["*/node_modules/*", "node_modules/a/*"]]
  ) {
    assert.is(serve(only), pathToFileURL(join(root, path)).href);
  }
  for (const only of [undefined, [], ["*"], ["*.mjs"], ["node*/a/*"], ["tasks.mjs"]]) {
    assert.instance(thrown(() => serve(only)), TypeError);
  }
});

test("a name that is no function is an error and one line, however often it is called", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  await using worker = await TestWorker.start({ url, name: "host-1" });
  await using pool = new Pool({ url, module: here, root: served });
  const named = (name: string): (n: number) => number =>
    Object.defineProperty(() => notAFunction, "name", { value: name });
  for (const [name, what] of [["nowhere", "nothing"], ["notAFunction", "a number"]] as const) {
    const calls = [1, 2, 3].map((n) => rejection(pool.apply(named(name), [n])));
    for (const error of await Promise.all(calls)) {
      assert.match(String(error), new RegExp(`Cannot find target '${name}': .* ${what} of that`));
    }
    await worker.says(new RegExp(`tasks\\.ts: Cannot find target '${name}'`));
  }
  assert.is(await pool.apply(square, [2]), 4);
  assert.is(worker.said.match(/Cannot find target/g)?.length, 2, worker.said);
});

test("bytes that are no arguments are refused, and make no shared object", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  await using worker = await TestWorker.start({ url, name: "host-1" });
  await using forger = await Forger.start(url);
  const items = toText(new TextEncoder().encode("no bytes of ours"));
  assert.instance(await forger.send({ module: "tasks.ts", items }), TypeError);
  await worker.says(/tasks\.ts: cannot decode/);
  const path = join(redis.folder, "made");
  const bytes = encode([new ForgedCell(path)], { path: "args", border: "process" }).slice();
  const task = { module: "forged_cell.ts", name: "same", items: toText(bytes) };
  assert.match(String(await forger.send(task)), /a shared object, which cannot come from afar/);
  assert.not(existsSync(path));
  await worker.says(/forged_cell\.ts: cannot decode/);
  // Within the machine the same bytes make one.
  decode(bytes, { border: "process" });
  assert.ok(existsSync(path));
});

test.run();
