/** The suite of programs whose address space is limited, as by `ulimit -v` or in some containers. */
// deadline: 300 s

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { root, runtime, version } from "../kit.ts";
import { commandFor, thisRuntime } from "../tools/runtimes.ts";

const test = suite("address_space");

/**
 * KiB in which this runtime itself runs a TypeScript program with four bare workers: what translates
 * TypeScript for Node reserves 10 GiB, and Deno reserves more than that before it reads a line.
 */
const enough = { node: version.startsWith("20.") ? 40e6 : 12e6, deno: 80e6, bun: 4e6 }[runtime];

test("four threads and a process run where the runtime itself does", () => {
  const { file, args } = commandFor(thisRuntime(), join(root, "test/fixtures/four_threads.ts"));
  const words = ["-c", `ulimit -v ${enough}; exec "$0" "$@"`, file, ...args];
  const { stdout, stderr, status } = spawnSync("sh", words, { encoding: "utf8", timeout: 60_000 });
  assert.is(stderr, "");
  assert.is(stdout, "1 2 3 4 5\n");
  assert.is(status, 0);
});

test.run();
