/** The tasks of the benchmark on the pools of workerpool, for `npm run bench -- --peers workerpool`. */

import { fileURLToPath } from "node:url";
import { peer } from "../kit.ts";
import { measureRows } from "./rows.ts";

interface Pool {
  exec(name: string, args: unknown[]): Promise<unknown>;
  terminate(): Promise<unknown>;
}

const { default: workerpool } = await peer("workerpool") as {
  default: { pool(script: string, options: object): Pool };
};
const script = fileURLToPath(new URL("./workerpool_worker.mjs", import.meta.url));
const pool = workerpool.pool(script, { minWorkers: 2, maxWorkers: 2, workerType: "thread" });

await measureRows({
  nothing: () => pool.exec("nothing", []),
  spin: (us) => pool.exec("spin", [us]),
  close: () => pool.terminate(),
});
