/** The suite of the environment of threads: that of the starter at the start, and nobody else's. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Thread } from "../../lib/threading.ts";
import { here, look, set, setAndFail, setAndStart, setBy, ways } from "../fixtures/environment.ts";

const test = suite("environment");
const NAME = "INTERLEAVE_TEST_MODE";

async function run<A extends unknown[], R>(target: (...args: A) => R, ...args: A) {
  const thread = new Thread({ target, args, module: here } as never);
  thread.start();
  return await thread.result() as Awaited<R>;
}

test("a thread sees what its starter has set, in a new worker and in one that was idle", async () => {
  for (const value of ["a", "b", "", "ü=\n"]) {
    process.env[NAME] = value;
    const both = await Promise.all([run(look, NAME), run(look, NAME)]);
    assert.equal(both, [value, value]);
  }
  delete process.env[NAME];
  assert.is(await run(look, NAME), null);
});

test("what a thread sees is what stood at its start", async () => {
  process.env[NAME] = "before";
  const seen = run(look, NAME);
  process.env[NAME] = "after";
  assert.is(await seen, "before");
  delete process.env[NAME];
});

test("what a thread sets or deletes, neither main nor the next thread sees", async () => {
  const home = process.env["PATH"]!;
  for (let round = 0; round < 3; round++) {
    await run(set, NAME, "of a thread");
    await run(set, "PATH", null);
    assert.is(process.env[NAME], undefined);
    assert.is(process.env["PATH"], home);
    assert.is(await run(look, NAME), null);
    assert.is(await run(look, "PATH"), home);
    await run(setAndFail, NAME).catch(() => {});
    assert.is(await run(look, NAME), null);
  }
});

test("whichever way a thread changes its environment, the next thread does not see it", async () => {
  const directory = mkdtempSync(join(tmpdir(), "environment-"));
  const file = join(directory, "variables");
  writeFileSync(file, `${NAME}=file\n`);
  try {
    for (const way of ways) {
      if (way === "file" && process.versions["deno"]) continue; // it sets those of the whole program
      if (way === "file" && !process.loadEnvFile) continue;
      for (let round = 0; round < 2; round++) {
        assert.is(await run(setBy, way, NAME, file), way);
        assert.is(await run(look, NAME), null, `${way}, round ${round}`);
      }
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test("a thread that a thread starts sees that thread's environment", async () => {
  process.env[NAME] = "of main";
  assert.is(await run(setAndStart, NAME, "of a thread"), "of a thread");
  assert.is(await run(look, NAME), "of main");
  delete process.env[NAME];
});

test.run();
