/** The suite of what a distributed pool and a worker are told: what belongs elsewhere is said, tasks may last. */

// deadline: 300 s

import { existsSync } from "node:fs";
import * as assert from "uvu/assert";
import { Pool, serve } from "../../lib/distributed.ts";
import { startScript, until, within } from "../kit.ts";
import { rejection, thrown } from "../fixtures/outcomes.ts";
import { served, TestWorker } from "../fixtures/distributed/host.ts";
import { PrivateRedis, redisSuite } from "../fixtures/distributed/redis.ts";
import { compute, here, noted } from "../fixtures/distributed/tasks.ts";

const test = redisSuite("distributed: options");

const url = "redis://127.0.0.1:1";

const refusal = (options: unknown): Error =>
  thrown(() => new Pool(options as ConstructorParameters<typeof Pool>[0])) as Error;

test("what is said to a worker is refused by a pool, with where it belongs", () => {
  const moved = {
    processes: /processes is said to each worker .*: interleave worker --processes N$/,
    initializer: /initializer is said to each worker .*: interleave worker --initializer init/,
    initargs: /initargs is said .*--initializer init\.ts#setUp, a function without arguments$/,
    maxtasksperchild: /maxtasksperchild is said .*interleave worker --maxtasksperchild N$/,
  };
  for (const [name, words] of Object.entries(moved)) {
    const error = refusal({ url, [name]: 1 });
    assert.instance(error, TypeError);
    assert.match(error.message, words);
  }
  const number = refusal(4);
  assert.instance(number, TypeError);
  assert.match(
    number.message,
    /how many processes work is said .*interleave worker --processes 4$/,
  );
  assert.match(
    refusal({ url, prcesses: 1 }).message,
    /there is no option "prcesses"; there are url/,
  );
});

test("a queue is a name without colons, for callers and workers", async () => {
  for (const queue of ["a:b", "", "a b", "{a}", "x".repeat(101), 5]) {
    const given = { url, queue: queue as string };
    for (const error of [refusal(given), await rejection(serve({ ...given, root: served }))]) {
      assert.instance(error, TypeError);
      assert.match(String(error), /queue must be a name .* without colons, braces and spaces/);
    }
  }
});

test("a task may compute for longer than lostAfter: it runs once, and is not lost", async () => {
  const lostAfter = 2000; // shorter, and a busy machine alone keeps a worker silent for so long
  await using redis = await PrivateRedis.start();
  await using _first = await TestWorker.start({ url: redis.url, name: "host-1", lostAfter });
  await using _second = await TestWorker.start({ url: redis.url, name: "host-2", lostAfter });
  await using pool = new Pool({ url: redis.url, module: here, root: served });
  const path = `${redis.folder}/ran`;
  assert.is(await within(60_000, pool.apply(compute, [path, 3 * lostAfter]), "the task"), 1);
});

test("the second SIGINT ends a worker at once, with 130", async () => {
  await using redis = await PrivateRedis.start();
  let said = "";
  const running = startScript("repl.ts", {
    args: ["worker", "--root", served, "--processes", "1"],
    env: { INTERLEAVE_URL: redis.url },
    deadline: 110_000,
    onOutput: (text) => said += text,
  });
  await until(() => said.includes(": serves "), "it serves", 60_000);
  const pool = new Pool({ url: redis.url, module: here, root: served });
  const call = pool.applyAsync(noted, [`${redis.folder}/ran`]);
  await until(() => existsSync(`${redis.folder}/ran`), "it runs", 30_000);
  running.signal("SIGINT");
  await until(() => said.includes("takes no more tasks; 1 still run"), "it is leaving", 30_000);
  running.signal("SIGINT");
  assert.is((await within(20_000, running.ended, "its end")).code, 130);
  pool.terminate();
  await rejection(call.get());
  await pool.join();
});

test.run();
