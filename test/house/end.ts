/** How programs with threads end: whom they wait for, what they report, with which exit code. */
// deadline: 300 s

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Ended, spawnScript } from "../kit.ts";

const test = suite("End");

const run = (name: string) => spawnScript("test/fixtures/end.ts", { args: [name] });

/** Checks how one program ended: its lines (in any order if `sorted`), its code, its errors. */
function check(
  ended: Ended,
  lines: string[],
  { code = 0, errors = [] as RegExp[], sorted = false } = {},
) {
  const seen = ended.stdout.split("\n").filter((line) => line !== "");
  assert.equal(sorted ? seen.sort() : seen, sorted ? lines.sort() : lines, ended.output);
  assert.is(ended.code, code, ended.output);
  assert.is(ended.killed, undefined, ended.output);
  assert.is(ended.leftBehind, 0);
  if (errors.length === 0) assert.is(ended.stderr, "");
  for (const error of errors) assert.match(ended.stderr, error);
}

const times = (text: string, pattern: RegExp) => text.match(new RegExp(pattern, "g"))?.length ?? 0;

/** Two at a time: the tests await what has been started before. */
function pairs(names: readonly string[]): Record<string, Promise<Ended>> {
  const started: Record<string, Promise<Ended>> = {};
  let last: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()];
  for (const [index, name] of names.entries()) {
    const ended = last[index % 2]!.then(() => run(name));
    started[name] = ended;
    last = last.with(index % 2, ended.catch(() => {}));
  }
  return started;
}

const ended = pairs([
  "waits",
  "nested",
  "daemons",
  "daemonAndOther",
  "failing",
  "rejecting",
  "quiet",
  "hook",
  "badHook",
  "exits",
  "code",
  "ownCode",
  "mainThrows",
  "mainRejects",
  "mainExits",
  "pendingWait",
  "pendingTimeout",
  "timer",
  "cancelledTimer",
  "blockedMain",
  "lines",
  "streams",
  "missingTarget",
]);

test("End: a program waits for its threads, blocked or not", async () => {
  check(await ended["waits"]!, ["main ends", "task ends", "thread ends"], { sorted: true });
});

test("End: and for the threads that those started", async () => {
  const lines = ["main ends", "depth 3", "depth 2", "depth 1", "depth 0"];
  check(await ended["nested"]!, lines, { sorted: true });
});

test("End: it does not wait for daemons, blocked, waiting or busy", async () => {
  check(await ended["daemons"]!, ["main ends"]);
  check(await ended["daemonAndOther"]!, ["main ends", "other ends"]);
});

test("End: a thread's error is reported once, with name and stack, and ends nothing", async () => {
  const end = await ended["failing"]!;
  check(end, ["main goes on 1"], {
    errors: [/Exception in thread worker one/, /RangeError: went wrong/, /at .*failWith.*end\.ts/],
  });
  assert.is(times(end.stderr, /went wrong/), 1, end.stderr);
});

test("End: so is its unhandled rejection", async () => {
  const end = await ended["rejecting"]!;
  check(end, ["main goes on"], {
    errors: [/Exception in thread worker two/, /SyntaxError: nobody took it/, /rejectUnseen/],
  });
  assert.is(times(end.stderr, /nobody took it/), 1, end.stderr);
});

test("End: an error that result() gave is not reported", async () => {
  check(await ended["quiet"]!, ["caught asked for"]);
});

test("End: the hook runs before join returns; without it the report is back", async () => {
  check(await ended["hook"]!, ["hook: worker: told", "joined", "joined again"], {
    errors: [/Exception in thread later/, /RangeError: reported/],
  });
});

test("End: a hook that fails is reported, and the thread's error is not lost", async () => {
  check(await ended["badHook"]!, ["main goes on"], { errors: [/the hook failed/] });
});

test("End: process.exit in a thread ends that thread alone", async () => {
  const end = await ended["exits"]!;
  assert.equal([end.code, end.killed], [0, undefined], end.output);
  assert.equal(end.stdout.split("\n").filter(Boolean), ["exiting", "exiting", "main goes on"]);
});

test("End: a thread does not set the program's exit code", async () => {
  check(await ended["code"]!, ["main goes on"]);
});

test("End: main's exit code holds", async () => {
  check(await ended["ownCode"]!, ["thread ends"], { code: 5 });
});

test("End: when main fails, the program still waits for its threads, and exits with 1", async () => {
  const thrown = await ended["mainThrows"]!;
  check(thrown, ["thread ends"], { code: 1, errors: [/RangeError: main failed/] });
  assert.is(times(thrown.stderr, /main failed/), 1, thrown.stderr);
  const rejected = await ended["mainRejects"]!;
  check(rejected, ["thread ends"], { code: 1, errors: [/RangeError: main failed later/] });
});

test("End: process.exit in main ends everything at once", async () => {
  check(await ended["mainExits"]!, ["exit handler"], { code: 4 });
});

test("End: a pending wait keeps the program alive", async () => {
  check(await ended["pendingWait"]!, ["got late"]);
  check(await ended["pendingTimeout"]!, ["woken false"]);
});

test("End: a timer keeps it alive until it fires or is cancelled", async () => {
  // Which line comes first is up to the machine.
  check(await ended["timer"]!, ["main ends", "timer fires"], { sorted: true });
  const cancelled = await ended["cancelledTimer"]!;
  check(cancelled, ["main ends"]);
});

test("End: join works while main is blocked", async () => {
  check(await ended["blockedMain"]!, ["1 false MainThread"]);
});

test("End: lines of five threads are whole, and each thread's in order", async () => {
  const end = await ended["lines"]!;
  assert.equal([end.code, end.stderr], [0, ""]);
  const lines = end.stdout.trimEnd().split("\n");
  assert.is(lines.length, 750);
  const next: Record<string, number> = {};
  for (const line of lines) {
    const [, name, number] = /^(\w) (\d+) x{600}$/.exec(line) ?? [];
    assert.ok(name, `torn: ${line}`);
    assert.is(Number(number), next[name!] ?? 0, line.slice(0, 10));
    next[name!] = Number(number) + 1;
  }
});

test("End: what a thread writes with console and process.stdout appears, in order", async () => {
  const end = await ended["streams"]!;
  const wanted = Array.from({ length: 200 }, (_, line) => [`out ${line}`, `write ${line}`]).flat();
  assert.equal(end.stdout.trimEnd().split("\n"), [...wanted, "main ends"]);
  const errors = Array.from({ length: 200 }, (_, line) => `err ${line}`);
  assert.equal(end.stderr.trimEnd().split("\n"), errors);
  assert.is(end.code, 0);
});

test("End: a target that cannot be found is said, and the program goes on", async () => {
  const end = await ended["missingTarget"]!;
  assert.match(end.output, /TypeError.*local.*export/);
  assert.equal([end.code, end.killed], [0, undefined], end.output);
});

test("End: a script without main() gets an error, and never spawns without end", async () => {
  const end = await spawnScript("test/fixtures/no_guard.ts");
  assert.is(end.killed, undefined, end.output);
  assert.is(end.leftBehind, 0);
  assert.match(end.stderr, /main\(import\.meta/);
  assert.ok(times(end.output, /loaded/) <= 2, end.output);
  assert.is(times(end.stdout, /^work$/m), 0, end.output);
});

test.run();
