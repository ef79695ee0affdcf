/**
 * The runtime that this program runs on: the one contract of types.ts, fulfilled by one of three.
 * By a look at what is there and not by the resolver's conditions, which count only inside a package
 * of its own: the library's files can be imported by path from anywhere.
 */

import process from "node:process";
import { bun } from "./bun.ts";
import { deno } from "./deno.ts";
import { node } from "./node.ts";
import type { Differences } from "./types.ts";

const { versions } = process;
const current: Differences = versions["bun"] ? bun : versions["deno"] ? deno : node;

export const {
  name,
  version,
  command,
  loadable,
  importModule,
  isExecutable,
  mayRun,
  mayRead,
  onFatal,
  prepareChild,
  startProgram,
  refusal,
  workerFlags,
  workerLoader,
  childEnv,
  environment,
  watchEnvironment,
  collectGarbage,
  sharesDescriptors,
} = current;
export * from "./common.ts";
export { context, setContext } from "./context.ts";
