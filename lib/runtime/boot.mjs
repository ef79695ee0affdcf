// The entry of every worker. It is plain JavaScript because a worker on Node 20 cannot start from
// TypeScript, and because an entry file of the learner's would think it is the main module.
import module from "node:module";
import process from "node:process";
import { workerData } from "node:worker_threads";

// Reading TypeScript again in every worker is what dominates its start (Node 24: 44 ms, with the
// cache 20).
module.enableCompileCache?.(new URL("../../.cache/node", import.meta.url).pathname);
if (workerData.interleave.entry.endsWith(".mjs")) process.setSourceMapsEnabled?.(true);
await import(workerData.interleave.entry);
