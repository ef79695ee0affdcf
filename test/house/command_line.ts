/**
 * The suite of odd command lines: whatever flags a program was started with, its threads, children and
 * pools work, and nobody complains.
 */
// deadline: 500 s

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { flagsOf } from "../../lib/runtime/deno_flags.ts";
import { root, runtime } from "../kit.ts";

const test = suite("command_line");
const script = join(root, "test/fixtures/odd_start.ts");

interface Seen {
  readonly child: string[];
  readonly own: string[];
  readonly stderr: string;
}

function start(words: readonly string[], env: Record<string, string> = {}): Seen {
  // By the shell and by another name: Deno translates the words of a Deno that it starts itself.
  const shell = ["-c", 'exec "$RUNTIME_FILE" "$@"', "sh", ...words];
  const { stdout, stderr, status } = spawnSync("sh", shell, {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", RUNTIME_FILE: process.execPath, ...env },
    timeout: 40_000,
  });
  // Bun tells of its inspector on standard output or error, each time another.
  const said = stdout.replace(/^-+ Bun Inspector -+\n[^]*?^-+ Bun Inspector -+\n/m, "");
  const found = /^thread\nchild (.*)\npool\nown (.*)\n$/.exec(said);
  assert.ok(found, `${words.join(" ")}: ${status}\n${stdout}${stderr}`);
  assert.is(status, 0);
  return { child: JSON.parse(found![1]!), own: JSON.parse(found![2]!), stderr };
}

const nodeFlags = [
  ["--max-old-space-size=400"],
  ["--stack-size=900"],
  ["--expose-gc"],
  ["--title", "odd"],
  ["--title=odd", "--no-warnings", "--stack-trace-limit=20"],
];
const inspector = [["--inspect=0"], ["--inspect-port", "0", "--inspect"], ["--inspect-port=0"]];

if (runtime === "node") {
  for (const flags of nodeFlags) {
    test(`Node ${flags.join(" ")}, with tsx`, () => {
      const seen = start([...flags, "--import", "tsx", script, "a"]);
      assert.equal(seen.child.slice(0, flags.length), flags);
      assert.equal(seen.own, ["a"]);
      assert.is(seen.stderr, "");
    });
  }
  for (const flags of inspector) {
    test(`Node ${flags.join(" ")}: one inspector, that of the program itself`, () => {
      const seen = start([...flags, "--import", "tsx", script]);
      assert.not.match(seen.child.join(" "), "inspect");
      const listening = seen.stderr.match(/Debugger listening/g) ?? [];
      assert.is(listening.length, flags.includes("--inspect-port=0") ? 0 : 1);
      assert.not.match(seen.stderr, "address already in use");
    });
  }
  test("Node, the inspector by NODE_OPTIONS", () => {
    const seen = start(["--import", "tsx", script], { NODE_OPTIONS: "--inspect=0 --no-warnings" });
    assert.is((seen.stderr.match(/Debugger listening/g) ?? []).length, 1);
  });
} else if (runtime === "bun") {
  for (const flag of ["--inspect=127.0.0.1:0", "--inspect=127.0.0.1:46499/odd"]) {
    test(`Bun ${flag}`, () => {
      const seen = start([flag, script, "--fast"]);
      assert.not.match(seen.child.join(" "), "inspect");
      assert.equal(seen.own, ["--fast"]);
    });
  }
  test("Bun --smol, and a flag with its value", () => {
    assert.equal(start(["--smol", script, "run"]).own, ["run"]);
  });
} else {
  const lines: readonly [string[], string[]][] = [
    [["run", "-A", "--seed", "5"], []],
    [["run", "--config", "deno.json", "-A"], ["--seed", "run"]],
    [["run", "-c", "deno.json", "-qA"], ["-c"]],
    [["-A"], ["run", "--fast"]],
    [["-A", "--v8-flags=--expose-gc"], ["test", "--", "eval"]],
    [["run", "-A", "--ext", "ts", "--inspect=127.0.0.1:0"], ["--"]],
  ];
  for (const [flags, own] of lines) {
    test(`Deno ${[...flags, "x.ts", ...own].join(" ")}`, () => {
      assert.equal(start([...flags, script, ...own]).own, own);
    });
  }
}

test("the flags of a Deno command line, whatever their values and the program's own words are", () => {
  const flags = (line: string, own = ""): string[] | undefined =>
    flagsOf(line.split(" "), own === "" ? [] : own.split(" "));
  assert.equal(flags("run -A x.ts"), ["-A"]);
  assert.equal(flags("run -A run"), ["-A"]); // a script of that name
  assert.equal(flags("-A x.ts run --fast", "run --fast"), ["-A"]);
  assert.equal(flags("--seed 5 -A x.ts -A", "-A"), ["--seed", "5", "-A"]);
  assert.equal(flags("-q run --config run -A x.ts"), ["-q", "--config", "run", "-A"]);
  assert.equal(flags("run --allow-read=a,b --deny-net -RW x.ts a", "a"), [
    "--allow-read=a,b",
    "--deny-net",
    "-RW",
  ]);
  assert.equal(flags("run --inspect-brk=:0 --watch --ext ts --check=all -A x.ts"), ["-A"]);
  assert.equal(flags("run -A -"), ["-A"]);
  assert.equal(flags("test -A --filter one --parallel x.ts"), ["-A"]);
  assert.equal(flags("eval 1+1"), undefined);
  assert.equal(flags("repl"), undefined);
});

test.run();
