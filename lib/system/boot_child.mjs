/**
 * The entry of every child process. It is plain JavaScript because Node 20 cannot start from
 * TypeScript, and because an entry file of the learner's would think it is the main module.
 */

import module from "node:module";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { prepare } from "../runtime/translate/loader.mjs";

const entry = process.argv[2];
// Reading TypeScript again in every child is what dominates its start on Node.
// Not for the package: its plain JavaScript is read fast, and nothing is written into its folder.
if (!entry.endsWith(".js")) {
  module.enableCompileCache?.(fileURLToPath(new URL("../../.cache/node", import.meta.url)));
}
if (entry.endsWith(".mjs")) process.setSourceMapsEnabled?.(true);
prepare(entry);
await import(entry);
