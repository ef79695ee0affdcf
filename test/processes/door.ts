/** The suite of the door of a family where sockets have no names: in a private folder, whose path has a limit. */
// deadline: 300 s

import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { spawnScript } from "../kit.ts";

const test = suite("door");

/** Bytes of a folder's path that leave room for "/interleave-ABCDEF/door" in the address of a socket. */
const ROOM = 71;

/** Runs the program with that TMPDIR; answers what it printed. */
async function programIn(folder: string, how = ""): Promise<string> {
  const { stdout, stderr, code } = await spawnScript("test/fixtures/door.ts", {
    args: [folder, how],
    env: { XDG_RUNTIME_DIR: undefined },
    deadline: 60_000, // of a busy machine
  });
  assert.is(stderr, "");
  assert.is(code, 0);
  return stdout;
}

/** Where the door was when TMPDIR was `folder`; fails unless children came in by it and it is gone. */
async function doorIn(folder: string): Promise<string> {
  const stdout = await programIn(folder);
  const found = /^((\/.*)\/interleave-\w{6})\/door true 700\nchild ready\npool ready, 2 doors\n$/
    .exec(stdout);
  assert.ok(found, stdout);
  assert.not.ok(existsSync(found[1]!), found[1]);
  return found[2]!;
}

async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "t-"));
  try {
    await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const sizes: readonly [string, (room: number) => string][] = [
  ["one byte", (room) => "x".repeat(room)],
  ["three bytes", (room) => "中".repeat(Math.floor(room / 3)) + "x".repeat(room % 3)],
];

for (const [how, name] of sizes) {
  test(`it is in TMPDIR if the path is short enough, counted in bytes, characters of ${how}`, () =>
    inFolder(async (folder) => {
      for (const bytes of [40, ROOM, ROOM + 1, 80, 102, 150]) {
        const deep = join(folder, name(Math.max(1, bytes - Buffer.byteLength(folder) - 1)));
        mkdirSync(deep);
        const place = await doorIn(deep);
        if (Buffer.byteLength(deep) <= ROOM) assert.is(place, deep);
        else assert.match(place, /^\/(?:dev\/shm|tmp)$/, `${bytes} bytes`);
      }
    }));
}

test("a TMPDIR that is no folder, or is not there, is passed by; one that ends in / is taken", () =>
  inFolder(async (folder) => {
    writeFileSync(join(folder, "file"), "");
    for (const wrong of ["file", "not there"]) {
      assert.match(await doorIn(join(folder, wrong)), /^\/(?:dev\/shm|tmp)$/, wrong);
    }
    assert.is(await doorIn(`${folder}/`), folder);
    assert.equal(readdirSync(folder), ["file"]);
  }));

test("where no folder takes a socket start() says what may be the reason, and leaves nothing", () =>
  inFolder(async (folder) => {
    assert.match(
      await programIn(folder, "deaf"),
      /^RuntimeError: Cannot start process 'Process-1': no local socket can be opened in \/.*: no file descriptor is free \(ulimit -n\)/,
    );
    assert.equal(readdirSync(folder), []);
  }));

test("a program that ends while it expects a child removes the door", () =>
  inFolder(async (folder) => {
    const at = (await programIn(folder, "exits")).split(" ")[0]!;
    assert.is(at.startsWith(folder), true);
    assert.equal(readdirSync(folder), []);
  }));

test.run();
