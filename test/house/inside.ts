/** The suite of docs/inside.md: every file that the map names is there, every room, in both languages. */

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { root } from "../kit.ts";

const test = suite("inside");

for (const page of ["docs/inside.md", "docs/inside.zh.md"]) {
  const text = readFileSync(join(root, page), "utf8");

  test(`${page}: every file that is named is there`, () => {
    const named = [...text.matchAll(/\b(?:lib|test)\/[\w/]+(?:\.ts|\.mjs|\/)/g)]
      .map(([path]) => path);
    assert.ok(named.length > 60);
    for (const path of named) assert.ok(existsSync(join(root, path)), `${path} is not there`);
    // Behind an arrow the folder is said once.
    for (const [path] of text.matchAll(/(?<=-> )(?:link|broker|queues)\/\w+\.ts/g)) {
      assert.ok(existsSync(join(root, "lib/multiprocessing", path)), `${path} is not there`);
    }
  });

  test(`${page}: every room that threads and processes are made of is on the map`, () => {
    for (const room of readdirSync(join(root, "lib"))) {
      if (!statSync(join(root, "lib", room)).isDirectory()) continue;
      if (["repl", "lesson", "coroutine"].includes(room)) continue; // about other things
      assert.ok(text.includes(`lib/${room}/`) || text.includes(`lib/${room}.ts`), room);
    }
  });

  test(`${page}: it has a glossary of at least twenty words`, () => {
    const last = text.slice(text.lastIndexOf("\n## "));
    assert.ok(last.split("\n").filter((line) => /^\| \w/.test(line)).length > 20);
  });
}

test.run();
