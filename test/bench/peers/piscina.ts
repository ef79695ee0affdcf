/** Piscina, for `npm run bench -- --peers piscina`. */

import { peer } from "../kit.ts";
import { measureRows } from "./rows.ts";

interface Pool {
  run(task: unknown, options: { name: string }): Promise<unknown>;
  destroy(): Promise<void>;
}

const { default: Piscina } = await peer("piscina") as {
  default: new (options: { filename: string; minThreads: number; maxThreads: number }) => Pool;
};
const filename = new URL("./tasks.mjs", import.meta.url).href;
const pool = new Piscina({ filename, minThreads: 2, maxThreads: 2 });

await measureRows({
  nothing: () => pool.run(undefined, { name: "nothing" }),
  spin: (us) => pool.run(us, { name: "spin" }),
  close: () => pool.destroy(),
});
