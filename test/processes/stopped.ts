/**
 * The suite of children that do not obey at once: stopped by SIGSTOP, or with a handler of SIGTERM.
 * They end within seconds, with what they ended by, and hold up nobody.
 */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Pool, Process, Value } from "../../lib/multiprocessing.ts";
import { alive } from "../fixtures/outcomes.ts";
import { handle, here, stay, stop } from "../fixtures/stopped.ts";
import { spawnScript, until, within } from "../kit.ts";

const test = suite("multiprocessing_stopped");

test("a child whose handler of SIGTERM exits with 7 has exitcode 7", async () => {
  const up = new Value("int32");
  const child = new Process({ target: handle, args: [up], module: here });
  child.start();
  await until(() => up.value !== 0);
  child.terminate();
  await within(10_000, child.join());
  assert.is(child.exitcode, 7);
});

test("a stopped child: terminate() waits for it to go on, kill() ends it", async () => {
  const up = new Value("int32");
  const child = new Process({ target: stay, args: [up], module: here });
  child.start();
  await stop(up);
  child.terminate();
  await child.join({ timeout: 300 });
  assert.is(child.exitcode, null);
  child.kill();
  await within(10_000, child.join());
  assert.is(child.exitcode, -9);
});

test("a pool with a stopped worker: terminate() and join() settle, and the worker is gone", async () => {
  const pool = new Pool(2, { module: here });
  const up = new Value("int32");
  const task = pool.applyAsync(stay, [up]);
  task.get().catch(() => {});
  await stop(up);
  pool.terminate();
  await within(10_000, pool.join());
  assert.not(alive(up.value));
});

for (const what of ["process", "pool"]) {
  test(`a program ends within seconds though a ${what} of it is stopped`, async () => {
    const { stdout, stderr, code, killed } = await spawnScript("test/fixtures/stopped.ts", {
      args: [what],
      deadline: 15_000,
    });
    assert.not(killed, "it hung");
    assert.is(code, 0, stderr);
    const [, pid] = /^stopped (\d+)\n$/.exec(stdout)!;
    assert.not(alive(Number(pid)));
  });
}

test.run();
