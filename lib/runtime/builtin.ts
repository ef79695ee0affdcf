/**
 * Built-in modules that few programs need, loaded when they are first used: each takes 2 to 10 ms of
 * the start of a program, a worker or a child (measured on Node, Deno and Bun). At once, because their
 * users are not asynchronous.
 */

import process from "node:process";

function load(name: string): unknown {
  return process.getBuiltinModule(name);
}

/** The built-in module of that name ("fs", "bun:sqlite"), if this runtime has it. */
export const builtin = (name: string) =>
  load(name.includes(":") ? name : `node:${name}`) as Readonly<Record<string, unknown>> | undefined;

export const childProcess = () => load("node:child_process") as typeof import("node:child_process");
export const crypto = () => load("node:crypto") as typeof import("node:crypto");
export const net = () => load("node:net") as typeof import("node:net");
export const os = () => load("node:os") as typeof import("node:os");
export const sea = () => load("node:sea");
export const tty = () => load("node:tty") as typeof import("node:tty");
export const v8 = () => load("node:v8") as typeof import("node:v8");
export const vm = () => load("node:vm") as typeof import("node:vm");
