/** The suite of whole programs with children: how they end, what they leave, what they print. */
// deadline: 500 s

import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { alive } from "../fixtures/outcomes.ts";
import { major, runtime, type ScriptOptions, spawnScript, startScript, until } from "../kit.ts";

const test = suite("multiprocessing_family");
const FAMILY = "test/fixtures/family.ts";

/** A temporary folder of its own for a program; `files` are what is left in it. */
function folder() {
  const path = mkdtempSync(join(tmpdir(), "family-"));
  return {
    path,
    env: { TMPDIR: path },
    get files() {
      // What runtimes themselves keep there is theirs.
      return readdirSync(path).filter((name) => name.startsWith("interleave-"));
    },
    /** The same with what is in them, for a failure to say. */
    get left() {
      return this.files.flatMap((name) => [
        name,
        ...readdirSync(join(path, name)).map((inner) => `${name}/${inner}`),
      ]);
    },
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}

const inMemory = (): string[] =>
  readdirSync("/dev/shm").filter((name) => name.startsWith("interleave-"));

function family(how: string, options: ScriptOptions = {}) {
  return spawnScript(FAMILY, { ...options, args: [how, ...(options.args ?? [])] });
}

test("children die with their parent, however it dies, also while all of them spin", async () => {
  for (
    const [how, signal] of [["spin", "SIGKILL"], ["wait", "SIGTERM"], ["exit", undefined], [
      "throw",
      undefined,
    ]] as const
  ) {
    using place = folder();
    const before = new Set(inMemory());
    let output = "";
    const running = startScript(FAMILY, {
      args: [how],
      env: place.env,
      onOutput: (text) => output += text,
    });
    await until(() => output.includes("]\n"), `${how}: pids`);
    const pids = JSON.parse(output.split("\n")[0]!) as number[];
    if (signal) process.kill(running.pid!, signal);
    await until(() => pids.every((pid) => !alive(pid)), `${how}: the children's death`, 2000);
    const ended = await running.ended;
    assert.is(ended.leftBehind, 0);
    if (how === "exit") assert.is(ended.code, 4);
    if (how === "throw") assert.is(ended.code, 1);
    assert.equal(place.left, [], how);
    // Programs of other suites may have something there for a moment: nothing stays.
    const seen = inMemory().filter((name) => !before.has(name));
    const stay = () => inMemory().filter((name) => seen.includes(name));
    await until(() => stay().length === 0, `${how}: an empty /dev/shm`, 5000);
  }
});

test("a program waits for its children, but not for daemons and forgotten pools", async () => {
  using place = folder();
  const ended = await family("forget", place);
  assert.is(ended.stdout, "49\nmain ends\nwaited for\n");
  assert.is(ended.stderr, "");
  assert.is(ended.code, 0);
  assert.is(ended.leftBehind, 0);
  assert.equal(place.left, []);
});

test("a program without processes makes no file, no socket, and ends by itself", async () => {
  const ended = await family("alone");
  assert.is(ended.stdout, "1\n");
  assert.is(ended.code, 0);
});

test("lines of any length stay whole", async () => {
  const { stdout, code } = await family("print");
  assert.is(code, 0);
  const lines = stdout.trimEnd().split("\n");
  assert.is(lines.length, 40 + 400 + 40 + 400 + 100);
  const torn = lines.filter((line) =>
    !/^(\d)\1*$/.test(line) || ![20_000, 60, 50_000, 3000, 6000].includes(line.length)
  );
  assert.is(torn.length, 0);
});

test("a reader that goes away ends the whole family quietly", async () => {
  const command = `${
    quoted(await commandLine("childPrints"))
  } | head -n 1 >/dev/null; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync("bash", ["-c", command], { encoding: "utf8" });
  assert.is(stdout, "141\n");
  assert.is(stderr, "");
});

async function commandLine(...args: string[]): Promise<string[]> {
  const { commandFor, thisRuntime } = await import("../tools/runtimes.ts");
  const made = commandFor(thisRuntime(), FAMILY, args);
  return [made.file, ...made.args];
}

function quoted(words: string[]): string {
  return words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
}

test("an interrupt ends the children, and the parent's handler runs", async () => {
  let output = "";
  const running = startScript(FAMILY, { args: ["interrupt"], onOutput: (text) => output += text });
  await until(() => output.includes("ready"));
  process.kill(-running.pid!, "SIGINT");
  const ended = await running.ended;
  assert.is(ended.stdout, "ready\nhandled -2\n");
  assert.is(ended.leftBehind, 0);
});

test("a message of 256 MiB arrives", async () => {
  const ended = await family("big", { deadline: 60_000 });
  assert.is(ended.stderr, "");
  assert.is(ended.stdout, `${256 << 20} 1 2\n`);
});

test("a module that starts processes while it is imported is stopped in the first child", async () => {
  const ended = await family("unguarded");
  assert.match(
    ended.stdout,
    /^RuntimeError Cannot start process: .*unguarded\.ts is just being imported/,
  );
  assert.match(ended.stdout, /1\n$/);
});

test("two programs at once do not meet", async () => {
  using place = folder();
  const runs = await Promise.all(
    ["3", "4", "5"].map((n) => family("one", { args: [n], env: place.env })),
  );
  assert.equal(runs.map(({ stdout }) => stdout), ["9\n1,4,9\n", "16\n1,4,9\n", "25\n1,4,9\n"]);
  assert.equal(place.left, []);
});

test("a temporary folder that is missing, not writable or no folder is made up for, or named", async () => {
  using place = folder();
  // tsx itself, which runs this on older Nodes, needs a folder.
  const file = join(place.path, major < 24 && runtime === "node" ? "none" : "file"),
    locked = join(place.path, "locked");
  writeFileSync(join(place.path, "file"), "");
  mkdirSync(locked, { mode: 0o500 });
  for (
    const path of [join(place.path, "none"), file, locked, `${place.path}/${"long".repeat(30)}`]
  ) {
    const ended = await family("one", { args: ["6"], env: { TMPDIR: path } });
    assert.is(ended.stdout, "36\n1,4,9\n", path);
  }
});

/** Where somebody may knock at the program `pid`: by a name where the system has those, else in a folder. */
function doorOf(pid: number, place: { path: string; files: string[] }): string | undefined {
  if (process.platform !== "linux") {
    const [file] = place.files;
    return file && join(place.path, file, "door");
  }
  const names = readFileSync("/proc/net/unix", "latin1").matchAll(/ (\d+) @(interleave-\w+)@*$/gm);
  const all = existsSync(`/proc/${pid}/fd`) ? readdirSync(`/proc/${pid}/fd`) : [];
  const files = all.map((file) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${file}`);
    } catch {
      return ""; // closed meanwhile
    }
  });
  for (const [, inode, name] of names) if (files.includes(`socket:[${inode}]`)) return `\0${name}`;
  return undefined;
}

test("strangers are not let in, and garbage ends only its own connection", async () => {
  using place = folder();
  let output = "";
  const running = startScript(FAMILY, {
    args: ["door"],
    env: place.env,
    onOutput: (text) => output += text,
  });
  let door: string | undefined;
  await until(() => (door = doorOf(running.pid!, place)) !== undefined, "a door");
  const rubbish = [
    Buffer.from("GET / HTTP/1.1\r\n\r\n"),
    Buffer.alloc(200_000, 255),
    Buffer.from([64, 0, 0, 0, 1, 0, 0, 0, ...Array(64).fill(1)]),
    Buffer.alloc(36),
  ];
  for (const bytes of rubbish) {
    await new Promise<void>((resolve) => {
      const socket = connect(door!);
      socket.on("error", () => {});
      socket.on("close", () => resolve());
      socket.write(bytes);
    });
  }
  const ended = await running.ended;
  assert.is(ended.stdout, "let in\n");
  assert.is(ended.code, 0);
  assert.equal(place.left, []);
});

if (runtime === "deno") {
  test("a child has no more permissions than its parent, and what is missing is said", () => {
    using place = folder();
    const run = (...flags: string[]) =>
      spawnSync(process.execPath, [
        "run",
        "--no-prompt",
        ...flags,
        "--node-modules-dir=manual",
        FAMILY,
        "permissions",
      ], {
        encoding: "utf8",
        env: { ...process.env, ...place.env },
      });
    const flags = ["read", "write", "run", "env", "sys", "net"].map((name) => `--allow-${name}`);
    const some = run(...flags);
    assert.is(some.stdout, "granted granted granted granted prompt\n", some.stderr);
    for (const missing of [flags.slice(0, -1), ["--allow-read", "--allow-env"]]) {
      const none = run(...missing);
      assert.is(none.status, 1);
      assert.match(none.stderr, /RuntimeError: Cannot/);
    }
    assert.equal(place.left, []);
  });
}

test.run();
