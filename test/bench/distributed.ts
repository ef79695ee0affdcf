/** The distributed pool, with a Redis of its own and a worker of two processes. */

import { main, Pool } from "../../lib/distributed.ts";
import { served, TestWorker } from "../fixtures/distributed/host.ts";
import { PrivateRedis } from "../fixtures/distributed/redis.ts";
import { here, same } from "../fixtures/distributed/tasks.ts";
import { measureDistributed } from "./distributed_rows.ts";

main(import.meta, async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  await using _worker = await TestWorker.start({ url, processes: 2, lostAfter: 30_000 });
  const pool = new Pool({ url, module: here, root: served });
  await measureDistributed({
    call: (value) => pool.apply(same, [value]),
    map: (values, chunksize) => pool.map(same, values, chunksize ? { chunksize } : {}),
  });
  pool.close();
  await pool.join();
});
