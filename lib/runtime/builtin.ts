/**
 * Built-in modules that only programs with child processes need. Node takes 2 to 5 ms to load them,
 * so they are loaded when the first process is started, and at once: `start` is not asynchronous.
 */

import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

export function childProcess(): typeof import("node:child_process") {
  return require("node:child_process");
}

export function net(): typeof import("node:net") {
  return require("node:net");
}

export function crypto(): typeof import("node:crypto") {
  return require("node:crypto");
}
