/** The worker of poolifier, which the benchmark of pools is compared with. */

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { nothing, spin } from "./tasks.mjs";

const peers = createRequire(new URL("../../../.cache/peers/package.json", import.meta.url));
const { ThreadWorker } = await import(pathToFileURL(peers.resolve("poolifier")).href);
export default new ThreadWorker({ nothing, spin });
