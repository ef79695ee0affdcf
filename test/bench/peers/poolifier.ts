/** The tasks of the benchmark on the pools of poolifier, for `npm run bench -- --peers poolifier`. */

import { fileURLToPath } from "node:url";
import { peer } from "../kit.ts";
import { measureRows } from "./rows.ts";

interface Pool {
  execute(data: unknown, name: string): Promise<unknown>;
  destroy(): Promise<void>;
}

const { FixedThreadPool } = await peer("poolifier") as {
  FixedThreadPool: new (threads: number, script: string) => Pool;
};
const script = fileURLToPath(new URL("./poolifier_worker.mjs", import.meta.url));
const pool = new FixedThreadPool(2, script);

await measureRows({
  nothing: () => pool.execute(undefined, "nothing"),
  spin: (us) => pool.execute(us, "spin"),
  close: () => pool.destroy(),
});
