#!/usr/bin/env node
/** The lab: `npm start`, `deno task start` or `bun start`. Its parts are in lib/repl/. */

import { endIfUnwritable } from "./lib/lesson/run.ts";
import { start } from "./lib/repl/start.ts";
import { lessons } from "./scripts/index.ts";

await start(lessons).catch((error: unknown) => {
  endIfUnwritable(error);
  throw error;
});
