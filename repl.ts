/** The lab: `npm start`, `deno task start` or `bun start`. Its parts are in lib/repl/. */

import { start } from "./lib/repl/start.ts";
import { lessons } from "./scripts/index.ts";

await start(lessons);
