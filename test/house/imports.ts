/** The suite of `npm run check -- imports`: what breaks the rules of the rooms is found. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { root } from "../kit.ts";
import { cyclesOf, importsOf, problemsIn } from "../tools/checks/imports.ts";
import { packages, roomOf, rooms } from "../tools/checks/rooms.ts";
import { tableProblems } from "../tools/checks/table.ts";

const test = suite("imports");

/** What is said of a file with this text at this path. */
const importProblems = (path: string, text: string) => problemsIn([{ path, text }]);

test("every form of import is found, with its line", () => {
  const text = [
    'import { a } from "./a.ts";',
    "export {",
    "  b,",
    '} from "./b.ts";',
    'import "./c.ts";',
    'const d = await import("../queue.ts");',
    'const e = new URL("./e.mjs", import.meta.url);',
    '// import "./not.ts";',
    'import type { F } from "../runtime/current.ts";',
  ].join("\n");
  const found = importsOf({ path: "lib/threading/x.ts", text });
  assert.equal(found.map(({ to, line }) => `${line} ${to}`), [
    "1 lib/threading/a.ts",
    "2 lib/threading/b.ts",
    "5 lib/threading/c.ts",
    "6 lib/queue.ts",
    "7 lib/threading/e.mjs",
    "9 lib/runtime/current.ts",
  ]);
});

test("an import upwards is found", () => {
  assert.match(
    importProblems("lib/codec/a.ts", 'import { Lock } from "../threading.ts";')[0] ?? "",
    /^lib\/codec\/a\.ts:1: the room "values" may not use "threads"/,
  );
  assert.is(importProblems("lib/runtime/a.ts", 'import "../errors.ts";').length, 1);
  assert.is(importProblems("lib/coroutine/a.ts", 'import "../memory/a.ts";').length, 1);
  assert.is(importProblems("scripts/a.ts", 'import "../lib/repl/a.ts";').length, 1);
  assert.equal(importProblems("scripts/a.ts", 'import "../../lib/threading.ts";'), []);
});

test("rings are found, and told from diamonds", () => {
  const ring = new Map([["a", ["b"]], ["b", ["c"]], ["c", ["a"]]]);
  assert.equal(cyclesOf(ring), ["a -> b -> c -> a"]);
  assert.equal(cyclesOf(new Map([["a", ["b", "c"]], ["b", ["d"]], ["c", ["d"]]])), []);
  assert.equal(cyclesOf(new Map([["a", ["a"]]])), ["a -> a"]);
});

test("a ring of files is found, whatever the import is written like", () => {
  const back = { path: "lib/queue/b.ts", text: 'import "./a.ts";' };
  const forms = [
    'import "./b.ts";',
    'export * from "./b.ts";',
    'await import("./b.ts");',
    "await import(`./b.ts`);",
    'await import(/* why */ "./b.ts");',
    'import "./b.ts?again";',
    'import { type B, b } from "../queue/b.ts";',
  ];
  for (const text of forms) {
    assert.equal(problemsIn([{ path: "lib/queue/a.ts", text }, back]), [
      "imports go in a ring: lib/queue/a.ts -> lib/queue/b.ts -> lib/queue/a.ts",
    ], text);
  }
  const erased = { path: "lib/queue/a.ts", text: 'import type { B } from "./b.ts";' };
  assert.equal(problemsIn([erased, back]), []);
});

test("a specifier that cannot be followed is refused, since rings through it are seen by nobody", () => {
  const unseen = [
    'import { b } from "#b";',
    'await import("#b");',
    "await import(`#b`);",
    'import "/lib/queue/b.ts";',
    'import "file:///lib/queue/b.ts";',
    'import "npm:uvu";',
    'import "jsr:@std/path";',
    'export * from "https://example.org/b.ts";',
  ];
  for (const text of unseen) {
    assert.match(
      importProblems("lib/queue/a.ts", text).join("\n"),
      /:1: .* cannot be followed/,
      text,
    );
    assert.match(importProblems("test/a.ts", text).join("\n"), /:1: .* cannot be followed/, text);
    const inText = "const program = `" + text.replaceAll("`", "'") + "`;";
    assert.equal(importProblems("test/a.ts", inText), [], inText);
  }
  for (const text of ["await import(`./${name}.ts`);", 'await import("./" + name);']) {
    assert.match(
      importProblems("lib/queue/a.ts", text).join("\n"),
      /^lib.*:1: .* put together/,
      text,
    );
  }
});

test("packages and names of runtimes stay in their rooms", () => {
  assert.match(
    importProblems("lib/lesson/a.ts", 'import kleur from "kleur";')[0] ?? "",
    /the package/,
  );
  assert.equal(importProblems("lib/repl/a.ts", 'import kleur from "kleur";'), []);
  for (
    const text of [
      "process.exit(1);",
      "Deno.exit(1);",
      "Bun.gc(true);",
      'import { Worker } from "node:worker_threads";',
      'import { spawn } from "node:child_process";',
      'import process from "node:process";',
    ]
  ) {
    assert.is(importProblems("lib/threading/a.ts", text).length, 1, text);
    assert.equal(importProblems("lib/runtime/a.ts", text), [], text);
  }
  assert.equal(
    importProblems(
      "lib/threading/a.ts",
      '// process.exit\nthis.process.end(border === "process");\nimport "./process.ts";',
    ),
    [],
  );
});

test("public objects of multiprocessing and the broker import nothing of each other", () => {
  const found = (from: string, to: string) =>
    importProblems(`lib/multiprocessing/${from}/a.ts`, `import { a } from "../${to}/b.ts";`);
  for (const folder of ["sync", "queues", "numbers", "process", "link", "file", "pool"]) {
    assert.match(found(folder, "broker")[0] ?? "", /use lib\/multiprocessing\/protocol.ts/, folder);
    assert.equal(found(folder, "link"), []);
  }
  assert.is(found("broker", "sync").length, 1);
  assert.equal(found("broker", "link"), []);
});

test("a file without a room is named", () => {
  assert.match(importProblems("lib/new_idea.ts", "")[0] ?? "", /has no room/);
});

test("rooms are a ladder: each uses only rooms before it", () => {
  const names = rooms.map((room) => room.name);
  for (const [index, room] of rooms.entries()) {
    for (const used of room.uses) assert.ok(names.indexOf(used) < index, `${room.name}: ${used}`);
  }
  assert.ok(Object.keys(packages).every((name) => names.includes(name)));
  assert.is(roomOf("lib/queue.ts")?.name, "threads");
  assert.is(roomOf("lib/codec/number.ts")?.name, "values");
});

/** CONTRIBUTING.md with the one row that has `from` changed, and what is said of it. */
function saidOfTable(from: string | RegExp, to: string): string {
  const text = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");
  const changed = text.replace(from, to);
  if (from !== "") assert.is.not(changed, text, `${from} is not there`);
  return tableProblems(changed).join("\n");
}

test("the table in CONTRIBUTING.md says what rooms.ts says, or is named", () => {
  assert.is(saidOfTable("", ""), "");
  assert.match(
    saidOfTable(/\| distributed .*\n/, ""),
    /^CONTRIBUTING.md:\d+: the rooms are runtime, /,
  );
  assert.match(saidOfTable(/\| room /, "| chamber "), /has no table/);
  const row = (room: string, from: string | RegExp, to: string) => {
    const text = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");
    const found = new RegExp(`\\| ${room} .*`).exec(text)![0];
    assert.is.not(found.replace(from, to), found, `${from} is not in ${found}`);
    const said = saidOfTable(found, found.replace(from, to));
    assert.match(said, new RegExp(`^CONTRIBUTING.md:\\d+: "${room}" in `));
    return said.slice(said.indexOf(".ts: ") + 5);
  };
  assert.is(row("system", "runtime", ""), "it may use runtime");
  assert.is(row("runtime", /\| +\|/, "| system |"), "it may use nothing");
  assert.is(row("memory", "all above", "runtime, values"), "it may use runtime, system, values");
  assert.match(row("trace", " but explore", ""), /^it may use coroutines, /);
  assert.match(
    row("explore", " but processes, coroutines", " but coroutines"),
    /^it may use memory,/,
  );
  assert.match(row("trace", "explore", "explore, lesson"), /^it may use coroutines, /);
  assert.is(row("threads", ", `lib/queue/`", ""), "lib/queue.ts is missing");
  assert.is(row("threads", "`lib/queue/`", "`lib/queue.ts`"), "lib/queue/ is missing");
  assert.is(row("threads", "`lib/queue/`", "`lib/queues/`"), "lib/queues/ is not its");
  assert.is(row("values", ", ...", ""), "lib/brief.ts is missing");
  assert.is(row("distributed", "`bullmq`, ", ""), "its packages are bullmq, ioredis");
  assert.is(row("repl", "`kleur`", "`kleur`, `uvu`"), "its packages are @inquirer/prompts, kleur");
});

test.run();
