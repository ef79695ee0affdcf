/**
 * A child process without this library: how long one takes from its start to its end, and one message to
 * it and back through a socket. What processes, and a pool of them, cannot be faster than.
 */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const STARTS = 10, ROUNDS = 500, BATCHES = 7;
const here = fileURLToPath(import.meta.url);
const [what, path] = process.argv.slice(2);

function start(...args) {
  const flags = globalThis.Deno ? ["run", "-A"] : process.execArgv;
  return spawn(process.execPath, [...flags, here, ...args], { stdio: "inherit" });
}

async function least(times, body) {
  let found = Infinity;
  for (let i = 0; i < times; i++) {
    const begun = performance.now();
    await body();
    found = Math.min(found, performance.now() - begun);
  }
  return found;
}

if (what === "echo") {
  const line = connect(path);
  line.on("data", (data) => line.write(data));
} else if (what === undefined) {
  const ms = await least(STARTS, () => once(start("nothing"), "exit"));
  process.stdout.write(`start to end: ${ms.toFixed(1)} ms\n`);
  const folder = mkdtempSync(join(tmpdir(), "bare-"));
  const server = createServer().listen(join(folder, "line"));
  await once(server, "listening");
  start("echo", join(folder, "line"));
  const [line] = await once(server, "connection");
  let answered;
  line.on("data", () => answered());
  const message = new Uint8Array(64);
  const batch = await least(BATCHES, async () => {
    for (let i = 0; i < ROUNDS; i++) {
      await new Promise((resolve) => (answered = resolve, line.write(message)));
    }
  });
  process.stdout.write(`there and back: ${(1000 * batch / ROUNDS).toFixed(1)} us\n`);
  line.end();
  server.close();
  rmSync(folder, { recursive: true });
}
