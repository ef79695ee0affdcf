/** What threads and processes promise when one of them has used up its memory: the others go on. */
// deadline: 300 s

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runtime, spawnScript } from "../kit.ts";

const test = suite("exhausted");

/** MiB: enough for what translates TypeScript, and soon full. */
const HEAP = "--max-old-space-size=150";

const run = (what: "thread" | "process") =>
  spawnScript("test/fixtures/exhausted.ts", {
    args: [what],
    env: runtime === "deno" ? { DENO_V8_FLAGS: HEAP } : { NODE_OPTIONS: HEAP },
    deadline: 120_000, // of a busy machine: a heap that is nearly full is collected again and again
  });

// Bun (1.4.5) has no limit that could be lowered: the machine's own memory would have to be used up.
const name = runtime === "bun" ? " (not on Bun: its heap has no limit)" : "";

test(`a process without memory is lost, and its parent goes on${name}`, async () => {
  if (runtime === "bun") return;
  const { stdout, code } = await run("process");
  const signal =
    /^WorkerLostError: process 'Process-1' \(pid \d+\) was ended by signal \d+ before /;
  assert.match(stdout, signal);
  assert.is(stdout.split("\n")[1], "goes on");
  assert.is(code, 0);
});

test(`a thread without memory is lost, and the others go on; on Deno the program ends${name}`, async () => {
  if (runtime === "bun") return;
  const { stdout, stderr, code } = await run("thread");
  if (runtime === "deno") {
    assert.match(stderr, "Fatal JavaScript out of memory");
    assert.is(stdout, "");
    assert.is.not(code, 0);
    return;
  }
  const lost = /^WorkerLostError: Thread 'Thread-1 \(fill\)' ended without a result: its worker /;
  assert.match(stdout, lost);
  assert.is(stdout.split("\n")[1], "goes on");
  assert.is(code, 0);
});

test.run();
