/** The suite of what a program that is ended while a child comes in leaves behind: nothing. */
// deadline: 300 s

import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { root, within } from "../kit.ts";
import { commandFor, thisRuntime } from "../tools/runtimes.ts";

const test = suite("nothing_left");

for (const signal of ["SIGINT", "SIGTERM", "SIGKILL"] as const) {
  test(`${signal} while children come in leaves no file and no folder`, async () => {
    for (let round = 0; round < 7; round++) {
      const folder = mkdtempSync(join(tmpdir(), "left-"));
      const { file, args } = commandFor(thisRuntime(), join(root, "test/fixtures/coming_in.ts"));
      const program = spawn(file, args, {
        env: { ...process.env, TMPDIR: folder },
        stdio: ["ignore", "pipe", "inherit"],
        detached: true, // a group of its own: its children get the signal, too
      });
      const ended = new Promise((resolve) => program.on("close", resolve));
      await within(20_000, new Promise((resolve) => program.stdout.once("data", resolve)));
      if (round % 2) await new Promise((resolve) => setTimeout(resolve, round * 5)); // at other moments
      process.kill(-program.pid!, signal);
      await within(20_000, ended, "the end of the program");
      // What tsx keeps there for older Nodes is its own.
      assert.equal(readdirSync(folder).filter((name) => !name.startsWith("tsx-")), []);
      rmSync(folder, { recursive: true });
    }
  });
}

test("a child whose parent is gone before it begins to run ends, too", async () => {
  const path = join(root, "test/fixtures/leaves_at_once.ts");
  const { file, args } = commandFor(thisRuntime(), path);
  const program = spawn(file, args, { stdio: ["ignore", "pipe", "inherit"], detached: true });
  let said = "";
  program.stdout.on("data", (data) => said += data);
  const closed = new Promise((resolve) => program.on("close", resolve)); // by the child, too
  const signal = await new Promise((resolve) => program.on("exit", (_, signal) => resolve(signal)));
  assert.is(signal, "SIGKILL");
  assert.is(said, "started\n");
  try {
    await within(20_000, closed, "the end of the child");
  } catch (error) {
    process.kill(-program.pid!, "SIGKILL");
    throw error;
  }
});

test.run();
