/** The suite of the package as plain JavaScript where the address space is limited, as far as the runtime itself bears it. */
// deadline: 300 s

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { major, root, runtime } from "../kit.ts";
import { Project } from "../tools/packed.ts";

const test = suite("address space of the package");

/** The program of house/address_space, without its types. */
const program = readFileSync(join(root, "test/fixtures/four_threads.ts"), "utf8")
  .replaceAll(/"\.\.\/\.\.\/lib\/(\w+)\.ts"/g, '"interleave/$1"')
  .replaceAll(": number", "");

const project = new Project("small", {
  "package.json": '{ "name": "small", "type": "module" }',
  "main.mjs": program,
});

/**
 * KiB, as for `ulimit -v`. Node 26 itself starts no four bare workers in less than 5 GB (26.10.0), and
 * Deno reserves more than 64 before it reads a line (2.9.6).
 */
const enough = { node: major < 26 ? 4e6 : 5.5e6, deno: 80e6, bun: 4e6 }[runtime];

test(`four threads and a process run in ${enough / 1e6} GB of address space`, () => {
  const before = ["sh", "-c", `ulimit -v ${enough}; exec "$0" "$@"`];
  const { stdout, stderr, status } = project.run(["main.mjs"], { before });
  assert.is(stderr, "");
  assert.is(stdout, "1 2 3 4 5\n");
  assert.is(status, 0);
});

test.run();
