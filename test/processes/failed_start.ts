/** The suite of starts that cannot succeed: no descriptor, no folder for a socket. Nothing hangs. */
// deadline: 300 s

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { root, spawnScript } from "../kit.ts";
import { commandFor, thisRuntime } from "../tools/runtimes.ts";

const test = suite("multiprocessing_failed_start");

/** The documented errors: of threads, of start() and the pool, and of a child that was turned away. */
const DOCUMENTED =
  /^(thread|child|pool) (5|RuntimeError: Cannot (start (thread|process) '|share memory)|WorkerLostError: )/;

test("with no file descriptor left a start throws the documented error, and works when some are", () => {
  const { file, args } = commandFor(thisRuntime(), join(root, "test/fixtures/short_of_files.ts"));
  const { stdout, stderr, status } = spawnSync(
    "sh",
    ["-c", 'ulimit -n 100; exec "$@"', "sh", file, ...args],
    { cwd: root, encoding: "utf8", timeout: 90_000 },
  );
  assert.is(status, 0, stdout + stderr);
  const lines = stdout.trim().split("\n");
  for (const line of lines) assert.match(line, DOCUMENTED);
  for (const what of ["thread", "child", "pool"]) {
    const mine = lines.filter((line) => line.startsWith(what));
    assert.is(mine.at(-1), `${what} 5`);
  }
  assert.match(lines[0]!, /^thread RuntimeError: Cannot start thread 'Thread-\d+ \(give\)': /);
  assert.ok(lines.some((line) => line.startsWith("child RuntimeError: Cannot")), stdout);
  // Nobody asked for the result of one thread: its failure is reported, once.
  assert.match(
    stderr,
    /^Exception in thread unasked:\nRuntimeError: Cannot start thread 'unasked': /,
  );
  assert.is(stderr.split("Exception in thread").length, 2, stderr);
});

const sizes: readonly [string, (room: number) => string][] = [
  ["in characters of one byte", (room) => "x".repeat(room)],
  ["in characters of three bytes", (room) => "中".repeat(Math.ceil(room / 3))],
];

for (const [how, name] of sizes) {
  test(`a temporary folder whose path is too long for a socket, ${how}, is gone round`, async () => {
    const folder = mkdtempSync(join(tmpdir(), "t-"));
    try {
      for (const bytes of [40, 60, 80, 102, 150]) {
        const deep = join(folder, name(Math.max(1, bytes - folder.length - 1)));
        mkdirSync(deep);
        const { stdout, stderr, code } = await spawnScript("test/fixtures/odd_start.ts", {
          env: { TMPDIR: deep },
        });
        assert.is(stderr, "");
        assert.is(code, 0);
        assert.match(stdout, /^thread\nchild .*\npool\n/);
        const left = readdirSync(deep).filter((file) => file.startsWith("interleave"));
        assert.equal(left, [], `${bytes} bytes`);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

test.run();
