/** The worker of workerpool, which the benchmark of pools is compared with. */

import { createRequire } from "node:module";
import { nothing, spin } from "./tasks.mjs";

const peers = createRequire(new URL("../../../.cache/peers/package.json", import.meta.url));
peers("workerpool").worker({ nothing, spin });
