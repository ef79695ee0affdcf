/** The suite of test/kit.ts. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Buffer } from "node:buffer";
import { once } from "node:events";
import process from "node:process";
import { PassThrough } from "node:stream";
import { readTexts } from "../../lib/system/texts.ts";
import { gaps, Gate, hasGap, random, runtime, soak, startScript, stress } from "../kit.ts";
import { spawnScript, until, within } from "../kit.ts";

const test = suite("helpers");
const ECHO = "test/fixtures/echo.ts";

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error("it did not reject");
}

test("within passes on what settles, and rejects what does not", async () => {
  assert.is(await within(1000, Promise.resolve(5)), 5);
  const failure = new RangeError("own");
  assert.is(await rejection(within(1000, Promise.reject(failure))), failure);
  const late = await rejection(within(20, new Promise(() => {}), "the answer"));
  assert.is(late.message, "the answer did not settle within 20 ms");
});

test("until waits for a condition, and says which one never came", async () => {
  let asked = 0;
  await until(() => ++asked > 150);
  assert.is(asked, 151);
  const late = await rejection(until(() => false, "rain", 20));
  assert.is(late.message, "rain did not become true within 20 ms");
});

test("Gate counts arrivals, holds back, and stays open", async () => {
  const gate = new Gate();
  const same = new Gate(gate.buffer);
  let passed = false;
  const passing = same.pass().then(() => passed = true);
  await gate.waitArrived(1);
  assert.is(gate.arrived, 1);
  assert.not(passed);
  gate.open();
  await passing;
  same.passSync();
  gate.waitArrivedSync(2);
  assert.is(gate.arrived, 2);
});

test("Gate gives up with a count, blocking or not", async () => {
  const gate = new Gate();
  assert.throws(() => gate.passSync(10), /gate did not open within 10 ms \(1 arrived\)/);
  assert.throws(() => gate.waitArrivedSync(3, 10), /fewer than 3 arrived within 10 ms/);
  assert.match((await rejection(gate.pass(10))).message, /the gate did not become true/);
});

test("spawnScript gives arguments, environment and input, and collects what came", async () => {
  const said = await spawnScript(ECHO, { args: ["say", "a b", ""], env: { SEEN: "yes" } });
  assert.equal(JSON.parse(said.stdout), { rest: ["a b", ""], seen: "yes" });
  assert.is(said.stderr, "to stderr\n");
  assert.is(said.code, 0);
  assert.is(said.leftBehind, 0);
  const read = await spawnScript(ECHO, { args: ["read"], stdin: "héllo" });
  assert.is(read.stdout, "HÉLLO");
  assert.is((await spawnScript(ECHO, { args: ["code", "7"] })).code, 7);
});

test("texts are whole, however their bytes come apart", async () => {
  const text = "\ufeffé 交 \u{1f600}\n", bytes = Buffer.from(text);
  for (let first = 0; first <= bytes.length; first++) {
    for (let second = first; second <= bytes.length; second++) {
      const stream = new PassThrough(), pieces: string[] = [];
      readTexts(stream, (piece) => pieces.push(piece));
      stream.write(bytes.subarray(0, first));
      stream.write(bytes.subarray(first, second));
      stream.end(bytes.subarray(second));
      await once(stream, "close");
      assert.is(pieces.join(""), text);
      assert.not.ok(pieces.includes(""));
    }
  }
  const cut = new PassThrough(), pieces: string[] = [];
  readTexts(cut, (piece) => pieces.push(piece));
  cut.end(bytes.subarray(0, -2));
  await once(cut, "close");
  assert.is(pieces.join(""), "\ufeffé 交 \ufffd");
});

test("the output of a program that writes byte by byte is all there", async () => {
  await stress(12, async () => {
    const { stdout, code } = await spawnScript(ECHO, { args: ["bytes", "交\u{1f600}\n"] });
    assert.equal([stdout, code], ["交\u{1f600}\n".repeat(300), 0]);
  });
});

test("spawnScript kills at the deadline, startScript on demand and by signal", async () => {
  const late = await spawnScript(ECHO, { args: ["hang"], deadline: 1500 });
  assert.is(late.killed, "deadline");
  assert.is(late.signal, "SIGKILL");
  for (const how of ["kill", "signal"] as const) {
    let seen = "";
    const running = startScript(ECHO, { args: ["hang"], onOutput: (text) => seen += text });
    await until(() => seen === "hanging\n");
    how === "kill" ? running.kill() : running.signal("SIGTERM");
    const ended = await running.ended;
    assert.is(ended.signal, how === "kill" ? "SIGKILL" : "SIGTERM");
    assert.is(ended.killed, how === "kill" ? "caller" : undefined);
    assert.not(isAlive(running.pid!));
  }
});

test("spawnScript finds and ends what was left behind, in its group or out of it", async () => {
  for (const how of ["attached", "detached"]) {
    const ended = await spawnScript(ECHO, { args: ["orphan", how] });
    assert.is(ended.leftBehind, 1, how);
    assert.is(ended.code, 0);
  }
});

test("what cannot be started is an error", async () => {
  const missing = await spawnScript("test/fixtures/there-is-none.ts");
  assert.not.equal(missing.code, 0);
});

test("stress says in which round it failed", async () => {
  let rounds = 0;
  await stress(3, () => rounds++);
  assert.is(rounds, soak ? 150 : 3);
  const late = await rejection(stress(3, (round) => {
    if (round === 2) throw new RangeError("odd");
  }));
  assert.match(late.message, /^in round 2 of \d+: odd$/);
  assert.instance(late.cause, RangeError);
});

test("random repeats itself, and fills its range", () => {
  const first = Array.from({ length: 1000 }, random(7));
  assert.equal(first, Array.from({ length: 1000 }, random(7)));
  assert.ok(first.every((value) => value >= 0 && value < 1));
  assert.ok(Math.max(...first) > 0.98 && Math.min(...first) < 0.02);
});

test("gaps are what this runtime really does", () => {
  assert.ok(Object.values(gaps).every((gap) => gap.on.length > 0));
  const flagsAreSeen = runtime !== "deno" || process.execArgv.includes("-A"); // all Denos get it
  assert.is(flagsAreSeen, !hasGap("execArgvIsEmpty"));
});

test.run();
