/** The suite of what a process returns or throws and its parent cannot read, show, or report. */

import { closeSync, existsSync, openSync } from "node:fs";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Process, Queue } from "../../lib/multiprocessing.ts";
import {
  failing,
  here,
  onlyThere,
  throwsOdd,
  throwsWith,
  unreadable,
} from "../fixtures/pool_trouble.ts";
import { rejection } from "../fixtures/outcomes.ts";
import { root, within } from "../kit.ts";
import { commandFor, thisRuntime } from "../tools/runtimes.ts";

const test = suite("unreadable");
const PATIENCE = 20_000;

/** What `result()` rejects with, after the process has ended with `exitcode`. */
async function failureOf<A extends unknown[]>(
  target: (...args: A) => unknown,
  args: A,
  exitcode: number,
): Promise<Error & Record<string, unknown>> {
  const child = new Process({ target, args, module: here, name: "Odd" } as never);
  child.start();
  const error = await within(PATIENCE, rejection(child.result())) as Error;
  await within(PATIENCE, child.join());
  assert.is(child.exitcode, exitcode);
  return error as Error & Record<string, unknown>;
}

test("a result that cannot be read is named, and the process has ended well", async () => {
  const error = await failureOf(unreadable, [2], 0);
  assert.instance(error, TypeError);
  assert.match(error.message, /^Cannot read what process 'Odd' returned: .*nobody\.knows/);
  assert.match((await failureOf(onlyThere, [false], 0)).message, /returned: .*only\.there/);
});

test("of an error as much arrives as can be read", async () => {
  const field = await failureOf(failing, ["field"], 1);
  assert.instance(field, RangeError);
  assert.is(field.message, "by a field");
  assert.equal({ ...field }, { n: 7 });
  assert.match(field.stack!, "pool_trouble");
  const cause = await failureOf(failing, ["cause"], 1);
  assert.instance(cause, RangeError);
  assert.is(cause.cause, "Unreadable {}");
  const { message } = await failureOf(failing, ["itself"], 1);
  assert.match(message, /^Unreadable \{\} was thrown, which cannot be sent: .*nobody\.knows/);
  const there = await failureOf(onlyThere, [true], 1);
  assert.instance(there, TypeError);
  assert.match(there.message, /^Cannot read what process 'Odd' threw: .*only\.there/);
});

test("whatever is thrown is reported, and is what the process failed with", async () => {
  for (const how of ["circular", "no text"] as const) {
    const child = new Process({ target: throwsOdd, args: [how], module: here });
    child.start();
    await within(PATIENCE, child.join()); // before the result is asked for: it is reported
    assert.is(child.exitcode, 1);
    const error = await rejection(child.result()) as Error;
    if (how === "circular") assert.is(error.cause, error);
    else assert.equal(error, { toString: 1, valueOf: 1 });
  }
});

test("a shared object in a field of an error arrives", async () => {
  const queue = new Queue<number>();
  const { held } = await failureOf(throwsWith, [queue], 1);
  assert.is(held, queue);
  await queue.put(1);
  assert.is(await within(PATIENCE, queue.get()), 1);
});

test("reports that cannot be written change nothing else", async () => {
  if (!existsSync("/dev/full")) return; // not every system has one
  const full = openSync("/dev/full", "w");
  const { file, args } = commandFor(thisRuntime(), join(root, "test/fixtures/full_disk.ts"));
  const program = spawn(file, args, { stdio: ["ignore", "pipe", full] });
  closeSync(full);
  let said = "";
  program.stdout!.on("data", (data) => said += data);
  const ended = new Promise<number | null>((resolve) => program.on("close", resolve));
  try {
    assert.is(await within(30_000, ended, "the end of the program"), 0);
  } finally {
    program.kill("SIGKILL");
  }
  assert.equal(said.trim().split("\n"), [
    "process 1 RangeError: boom",
    "thread RangeError: boom",
    "callback 1",
    "callback 2",
  ]);
});

test.run();
