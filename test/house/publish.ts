/** The suite of what Deno's registry would be given: the same package as npm's, with no slow types. */
// deadline: 300 s

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { root } from "../kit.ts";
import { findRuntimes } from "../tools/runtimes.ts";

const test = suite("publish");

interface Manifest {
  version: string;
  license: string;
  exports: Record<string, unknown>;
}

function read(name: string): Manifest {
  return JSON.parse(readFileSync(join(root, name), "utf8")) as Manifest;
}

test("deno.json and package.json say the same: version, licence, modules", () => {
  const [deno, npm] = [read("deno.json"), read("package.json")];
  assert.is(deno.version, npm.version);
  assert.is(deno.license, npm.license);
  const modules = Object.entries(npm.exports).filter(([name]) => name !== "./package.json");
  assert.equal(
    deno.exports,
    Object.fromEntries(modules.map(([name]) => [name, `./lib/${name.slice(2)}.ts`])),
  );
});

const deno = findRuntimes().find(({ kind }) => kind === "deno");

test(`deno publish --dry-run is clean${deno ? "" : " (no Deno here)"}`, () => {
  if (!deno) return;
  // The types themselves are checked by `npm run check`; here, that none has to be inferred.
  const words = ["publish", "--dry-run", "--allow-dirty", "--no-check"];
  const { stdout, stderr, status } = spawnSync(deno.file, words, {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
    timeout: 200_000,
  });
  assert.is(status, 0, stderr + stdout);
  // A target's module is known when it runs, not when the library is published; and so is whether
  // somebody has installed the packages of the distributed pool.
  const known = ["unanalyzable-dynamic-import", "unanalyzable-import-meta-resolve"];
  const others = [...stderr.matchAll(/^(?:warning|error)\[([\w-]+)\]/gm)]
    .map(([, code]) => code!).filter((code) => !known.includes(code));
  assert.equal(others, [], stderr);
  assert.match(stderr, /Dry run complete/);
  const sent = [...stderr.matchAll(/^ +file:\S*?\/(lib|test|scripts|\.cache|node_modules)\//gm)]
    .map(([, folder]) => folder);
  assert.equal([...new Set(sent)], ["lib"], stderr);
});

test.run();
