/**
 * The entry of every worker. It is plain JavaScript because a worker on Node 20 cannot start from
 * TypeScript, and because an entry file of the learner's would think it is the main module.
 */

import module from "node:module";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { workerData } from "node:worker_threads";
import { prepare } from "../runtime/translate/loader.mjs";

// Without the bundle of plain JavaScript (see bundle.ts), reading TypeScript again in every worker is
// what dominates its start: 44 ms on Node 24, with the cache 20.
const { entry, loader } = workerData.interleave;
if (entry.endsWith(".mjs")) process.setSourceMapsEnabled?.(true);
// Not for the package: its plain JavaScript is read fast, and nothing is written into its folder.
if (!entry.endsWith(".js")) {
  module.enableCompileCache?.(fileURLToPath(new URL("../../.cache/node", import.meta.url)));
}
prepare(entry);
if (loader) (await import(loader)).register();
await import(entry);
