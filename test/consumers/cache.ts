/**
 * A checkout of its own: what its cache already holds is never removed, and where there can be no
 * cache, programs run without one and say nothing.
 */
// deadline: 300 s

import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync } from "node:fs";
import { rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Ended, root, spawnScript } from "../kit.ts";

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

/** A copy of the library with the program beside it, and how to run that. */
async function inCheckout(act: (top: string, run: () => Promise<Ended>) => Promise<void>) {
  const top = realpathSync(mkdtempSync(join(tmpdir(), "check out#1 中-")));
  try {
    cpSync(join(root, "lib"), join(top, "lib"), { recursive: true });
    cpSync(join(root, "package.json"), join(top, "package.json"));
    symlinkSync(join(root, "node_modules"), join(top, "node_modules"));
    writeFileSync(join(top, "main.ts"), MAIN);
    await act(top, () => spawnScript(join(top, "main.ts"), { cwd: top, deadline: 60_000 }));
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
}

function says(ended: Ended, what: string): void {
  assert.equal([ended.stdout, ended.stderr, ended.code], [what, "", 0], ended.output);
}

/** The files that the cache of the checkout at `top` holds; none where nothing needs one. */
function cached(top: string): string[] {
  const folder = join(top, ".cache");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

test("a bundle of long ago stays: a program may yet load from it", async () => {
  await inCheckout(async (top, run) => {
    const old = join(top, ".cache/compiled/0123456789abcdef");
    mkdirSync(old, { recursive: true });
    utimesSync(old, 1, 1);
    says(await run(), "hello\n");
    assert.ok(existsSync(old));
  });
});

test("what was made in 2033 by the clock is made again when its program changes", async () => {
  await inCheckout(async (top, run) => {
    says(await run(), "hello\n");
    const later = new Date("2033-01-01");
    for (const file of cached(top)) utimesSync(file, later, later);
    writeFileSync(join(top, "main.ts"), MAIN.replace('"hello"', '"good day"'));
    says(await run(), "good day\n");
  });
});

test("several programs that begin at once with nothing in the cache all find what they need", async () => {
  await inCheckout(async (_, run) => {
    for (const ended of await Promise.all(Array.from({ length: 5 }, run))) says(ended, "hello\n");
  });
});

test("a damaged copy of a program is made again", async () => {
  await inCheckout(async (top, run) => {
    says(await run(), "hello\n");
    for (const file of cached(top)) if (/module-[^/]*$/.test(file)) truncateSync(file, 20);
    says(await run(), "hello\n");
  });
});

test("without a place for a cache it works, silently", async () => {
  await inCheckout(async (top, run) => {
    // A file in the folder's place refuses root, too, whom permissions do not stop.
    writeFileSync(join(top, ".cache"), "");
    says(await run(), "hello\n");
  });
});

test.run();
