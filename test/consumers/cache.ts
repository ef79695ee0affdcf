/**
 * A checkout of its own: what its cache already holds is never removed, and where there can be no
 * cache, programs run without one and say nothing.
 */
// deadline: 300 s

import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync } from "node:fs";
import { rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { major, root, runtime, spawnScript } from "../kit.ts";

const test = suite("The cache of a checkout");

const MAIN = `import { main, Thread } from "./lib/threading.ts";
export function hello() {
  console.log("hello");
}
main(import.meta, async () => {
  const thread = new Thread({ target: hello });
  thread.start();
  await thread.join();
});
`;

async function inCheckout(
  prepare: (top: string) => void,
  check: (top: string) => void,
  works = true,
) {
  const top = realpathSync(mkdtempSync(join(tmpdir(), "checkout-")));
  try {
    cpSync(join(root, "lib"), join(top, "lib"), { recursive: true });
    cpSync(join(root, "package.json"), join(top, "package.json"));
    symlinkSync(join(root, "node_modules"), join(top, "node_modules"));
    writeFileSync(join(top, "main.ts"), MAIN);
    prepare(top);
    const ended = await spawnScript(join(top, "main.ts"), { cwd: top, deadline: 40_000 });
    assert.is(ended.stdout, works ? "hello\n" : "", ended.output);
    assert.is(ended.stderr === "", works, ended.output);
    assert.is(ended.code === 0, works, ended.output);
    check(top);
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
}

test("a bundle of long ago stays: a program may yet load from it", async () => {
  const old = (top: string) => join(top, ".cache/compiled/0123456789abcdef");
  await inCheckout((top) => {
    mkdirSync(old(top), { recursive: true });
    utimesSync(old(top), 1, 1);
  }, (top) => assert.ok(existsSync(old(top))));
});

// The gap before Node 24: its workers read no TypeScript, so they cannot do without.
const needsCache = runtime === "node" && major < 24;
test(`without a place for a cache it ${needsCache ? "fails" : "works, silently"}`, async () => {
  // A file in the folder's place refuses root, too, whom permissions do not stop.
  await inCheckout((top) => writeFileSync(join(top, ".cache"), ""), () => {}, !needsCache);
});

test.run();
