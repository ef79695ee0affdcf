/** The puzzles cannot be passed by taking out what they claim or do, and can be in other ways than ours. */
// deadline: 500 s

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { changedIn } from "../../lib/repl/puzzles/fence.ts";
import { puzzles } from "../../scripts/puzzles/index.ts";
import { root } from "../kit.ts";
import { temporary } from "../tools/lab.ts";
import { given, judged, solved } from "../tools/puzzles.ts";

const test = suite("puzzle fence");

/** The functions of a program other than its scenario, each as it begins and ends. */
const BODIES = /^((?:export )?(?:async )?function (?!scenario\b)(\w+)\([^]*?\{\n)([^]*?\n)(\}\n)/gm;
const SCENARIO = /^(export (?:async )?function scenario\([^]*?\{\n)[^]*?\n(\}\n)/m;

/** `program` with the body of the function `emptied` removed, or with those of all. */
function without(program: string, emptied?: string): string {
  return program.replace(
    BODIES,
    (whole, head: string, name: string, _body: string, end: string) =>
      emptied === undefined || emptied === name ? head + end : whole,
  );
}

/** Programs that solve nothing, made of one: what it claims, does or returns is taken out of it. */
function* removals({ reachable }: typeof puzzles[number], program: string) {
  const names = [...program.matchAll(BODIES)].map(([, , function_]) => function_!);
  for (const name of [undefined, ...names]) {
    yield [`without the body of ${name ?? "all"}`, without(program, name)] as const;
  }
  const lines = program.split("\n");
  const body = (line: string) => /^ +[^ /]/.test(line);
  for (const line of lines.filter(body)) {
    yield [`without ${line}`, lines.filter((each) => each !== line).join("\n")] as const;
  }
  const claims =
    /^ +(?:assert\.|if .* throw |.*\b(?:acquireSync|release|hold|holdSync|waitSync)\()/;
  for (const what of [claims, /^ +assert\./, /acquireSync|release\(|hold(?:Sync)?\(/]) {
    yield [`without ${what}`, lines.filter((line) => !what.test(line)).join("\n")] as const;
  }
  const end = JSON.stringify(reachable[0]!.value);
  yield ["constant", program.replace(SCENARIO, `$1  return ${end};\n$2`)] as const;
  yield [
    "left early",
    program.replace(
      SCENARIO,
      (whole, head: string) => whole.replace(head, `${head}  if (Date.now() > 0) return ${end};\n`),
    ),
  ] as const;
  yield [
    "returns otherwise",
    program.replace(/^ {2}return .*;\n\}\n$/m, `  return ${end};\n}\n`),
  ] as const;
  yield ["replaced", `${program}\n(scenario as unknown) = () => ${end};\n`] as const;
  yield [
    "another",
    `${
      program.replace("export async function", "async function")
        .replace("export function scenario", "function scenario")
    }\nexport { other as scenario };\nfunction other() {\n  return ${end};\n}\n`,
  ] as const;
  const asserted =
    `const assert = Object.assign(() => {}, { ok() {}, equal() {}, deepEqual() {} });`;
  if (program.includes("import assert")) {
    yield ["other asserts", program.replace(/^import assert .*$/m, asserted)] as const;
  }
}

for (const puzzle of puzzles) {
  const { name } = puzzle;

  test(`${name}: is not passed by removing what it claims or does`, async () => {
    const library = pathToFileURL(join(root, "lib")).href;
    await temporary(async (folder) => {
      writeFileSync(join(folder, "package.json"), `{ "type": "module" }`);
      let count = 0;
      for (const from of [given(name), solved(name)]) {
        const program = readFileSync(from, "utf8").replace(/"(?:\.\.\/)+lib\//g, `"${library}/`);
        for (const [what, changed] of removals(puzzle, program)) {
          const file = join(folder, `${name}_${count++}.ts`);
          if (changed === program) continue;
          writeFileSync(file, changed);
          const passed = await judged(puzzle, file).then(({ passed }) => passed, () => false);
          assert.is(passed, false, `${what}:\n${changed}`);
        }
      }
      assert.ok(count > 30);
    });
  });
}

/** Other ways to mend a puzzle than its solution, some of them named in its hints. */
const OTHERWISE: readonly (readonly [string, ...(readonly [string, string])[]])[] = [
  [
    "lost_update",
    ["door(visitors: Value)", "door(visitors: Value, lock: Lock)"],
    ["  visitors.value += 1;", "  using _ = lock.holdSync();\n  visitors.value += 1;"],
    ["import { Thread", "import { Lock, Thread"],
    ["  const doors", "  const lock = new Lock();\n  const doors"],
    ["args: [visitors] })", "args: [\n    visitors,\n    lock,\n  ] })"],
  ],
  [
    "check_then_await",
    [
      "  balance.value -= amount;",
      "  if (balance.value < amount) return 0;\n  balance.value -= amount;",
    ],
  ],
  [
    "lock_twice",
    ["  note(entries, lock);\n  lock.release();", "  lock.release();\n  note(entries, lock);"],
  ],
  [
    "not_released",
    [`  if (seats`, `  try {\n  if (seats`],
    ["wanted;\n  lock.release();", "wanted;\n  } finally { lock.release(); }"],
  ],
  [
    "forks",
    ["forks: Lock[], meals: Value", "forks: Lock[], meals: Value, waiter: Semaphore"],
    ["  left.acquireSync", "  using _ = waiter.holdSync();\n  left.acquireSync"],
    ["import { Lock", "import { Lock, Semaphore"],
    ['name: "meals" });', "name: \"meals\" }), waiter = new Semaphore(2, { name: 'waiter' })"],
    ["forks, meals]", "forks, meals, waiter]"],
  ],
  [
    "barrier_again",
    ["meet(...args)", "meet(args[0], args[1], (args[2] as Semaphore[])[round - 1]!)"],
    ["...args: Parameters<typeof meet>", "...args: [Value, Lock, Semaphore[]]"],
    ['gate = new Semaphore(0, { name: "gate" })', "gates = [1, 2].map((_) => new Semaphore(0));"],
    ["lock, gate]", "lock, gates]"],
  ],
];

test("other ways to mend a puzzle are as good as its solution", async () => {
  const library = pathToFileURL(join(root, "lib")).href;
  await temporary(async (folder) => {
    writeFileSync(join(folder, "package.json"), `{ "type": "module" }`);
    for (const [name, ...changes] of OTHERWISE) {
      let program = readFileSync(given(name), "utf8").replace(/"(?:\.\.\/)+lib\//g, `"${library}/`);
      for (const [from, to] of changes) {
        assert.ok(program.includes(from), `${name}: ${from}`);
        program = program.replace(from, () => to);
      }
      const file = join(folder, `${name}_otherwise.ts`);
      writeFileSync(file, program);
      const puzzle = puzzles.find((puzzle) => puzzle.name === name)!;
      const { passed, changed, missing, others, verdict } = await judged(puzzle, file);
      assert.equal([name, changed, missing, others, verdict?.failure?.error, passed], [
        name,
        undefined,
        [],
        [],
        undefined,
        true,
      ]);
    }
  });
});

test("the line that has to stay is named, and where it was changed", () => {
  const program = readFileSync(given("lost_update"), "utf8");
  const line = `assert.equal(visitors.value, many, "not every visitor was counted");`;
  assert.is(
    changedIn(program, `${program}main(import.meta, () => print(scenario()));\n`),
    undefined,
  );
  assert.equal(changedIn(program, `${program}(scenario as unknown) = () => 2;\n`)?.at, 18);
  assert.is(changedIn(program, program.replaceAll("  ", "\t").replaceAll('"', "'")), undefined);
  const gone = changedIn(program, program.replace(`  ${line}\n`, ""));
  assert.equal(gone, { line, at: 15 });
  assert.equal(changedIn(program, program.replace(line, `// ${line}`)), { line, at: 16 });
  assert.equal(changedIn(program, ""), {
    line: "export function scenario(many = 2): number {",
    at: undefined,
  });
});

test.run();
