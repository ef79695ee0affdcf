/** The suite of docs/inside.md: every file that the map names is there, and every room is on it. */

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { root } from "../kit.ts";

const test = suite("inside");
const text = readFileSync(join(root, "docs/inside.md"), "utf8");

test("every file that is named is there", () => {
  const named = [...text.matchAll(/\b(?:lib|test)\/[\w/]+(?:\.ts|\.mjs|\/)/g)].map(([path]) =>
    path
  );
  assert.ok(named.length > 60);
  for (const path of named) assert.ok(existsSync(join(root, path)), `${path} is not there`);
  // Behind an arrow the folder is said once.
  for (const [path] of text.matchAll(/(?<=-> )(?:link|broker|queues)\/\w+\.ts/g)) {
    assert.ok(existsSync(join(root, "lib/multiprocessing", path)), `${path} is not there`);
  }
});

test("every room of the library that threads and processes are made of is on the map", () => {
  for (const room of readdirSync(join(root, "lib"))) {
    if (!statSync(join(root, "lib", room)).isDirectory()) continue;
    if (["repl", "lesson", "coroutine"].includes(room)) continue; // about other things
    assert.ok(text.includes(`lib/${room}/`) || text.includes(`lib/${room}.ts`), room);
  }
});

test("it has a glossary of at least twenty words", () => {
  const rows = text.slice(text.indexOf("## Glossary")).split("\n").filter((line) =>
    /^\| \w/.test(line)
  );
  assert.ok(rows.length > 20);
});

test.run();
