/** The suite of callers and workers on different runtimes: each that there is serves this one. */

// deadline: 300 s

import * as assert from "uvu/assert";
import { Pool } from "../../lib/distributed.ts";
import { findRuntimes } from "../tools/runtimes.ts";
import { rejection } from "../fixtures/outcomes.ts";
import { served, TestWorker } from "../fixtures/distributed/host.ts";
import { PrivateRedis, redisSuite } from "../fixtures/distributed/redis.ts";
import { failOn, here, runtimeOf, same, square } from "../fixtures/distributed/tasks.ts";

const test = redisSuite("distributed: runtimes");

const own = new Set(["node20", "node24", "deno", "bun"]);

for (const runtime of findRuntimes().filter(({ name }) => own.has(name))) {
  test(`a worker on ${runtime.name} serves this caller`, async () => {
    await using redis = await PrivateRedis.start();
    const { url } = redis;
    await using _worker = await TestWorker.start({ url, name: runtime.name }, runtime);
    await using pool = new Pool({ url, module: here, root: served });
    assert.is(await pool.apply(runtimeOf), runtime.name);
    const [worker] = await pool.workers();
    assert.equal(worker, { name: runtime.name, runtime: runtime.kind, processes: 1 });
    assert.equal(await pool.map(square, [1, 2, 3]), [1, 4, 9]);
    const value = { map: new Map([[1n, new Date(3)]]), bytes: new Float64Array([0.5]), none: null };
    assert.equal(await pool.apply(same, [value]), value);
    const error = await rejection(pool.apply(failOn, [3])) as RangeError & { n: number };
    assert.instance(error, RangeError);
    assert.equal([error.message, error.n], ["not 3", 3]);
    assert.match(error.stack ?? "", /failOn/);
  });
}

test.run();
