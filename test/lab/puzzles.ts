/** The puzzles: each fails as given, is proved as solved, and is not passed by removing its work. */
// deadline: 500 s

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { judge } from "../../lib/repl/puzzles/judge.ts";
import { lessons } from "../../scripts/index.ts";
import { puzzles } from "../../scripts/puzzles/index.ts";
import { columns } from "../../lib/columns.ts";
import { root, type ScriptOptions, spawnScript, within } from "../kit.ts";
import { english, temporary } from "../tools/lab.ts";

const test = suite("puzzles");

const given = (name: string) => join(root, "scripts", "puzzles", `${name}.ts`);
const solved = (name: string) => join(root, "scripts", "puzzles", "solved", `${name}.ts`);

async function judged(puzzle: typeof puzzles[number], file: string) {
  const module = pathToFileURL(file).href;
  const { scenario } = await import(module) as { scenario: () => unknown };
  return await within(120_000, judge(puzzle, module, scenario), `${puzzle.name} in ${file}`);
}

/** The functions of a program other than its scenario, each as it begins and ends. */
const BODIES = /^((?:export )?(?:async )?function (?!scenario\b)(\w+)\([^]*?\{\n)([^]*?\n)(\}\n)/gm;

/** `program` with the body of `emptied` removed, or with those of all. */
function without(program: string, emptied?: string): string {
  const library = pathToFileURL(join(root, "lib")).href;
  return program
    .replace(/"(?:\.\.\/)+lib\//g, `"${library}/`)
    .replace(
      BODIES,
      (whole, head: string, name: string, _body: string, end: string) =>
        emptied === undefined || emptied === name ? head + end : whole,
    );
}

test("there are twelve, of one screen each, with three hints", () => {
  assert.is(puzzles.length, 12);
  assert.is(new Set(puzzles.map(({ name }) => name)).size, 12);
  for (const { name, reachable, hints } of puzzles) {
    const lines = readFileSync(given(name), "utf8").trimEnd().split("\n");
    assert.ok(lines.length <= 45 && lines.every((line) => columns(line) <= 110), name);
    assert.equal([reachable.length > 0, hints.length], [true, 3], name);
  }
});

test("no puzzle has the name of a lesson, which explore and step would take instead", () => {
  const taken = puzzles.filter(({ name }) => lessons.some((lesson) => lesson.name === name));
  assert.equal(taken.map(({ name }) => name), []);
});

for (const puzzle of puzzles) {
  const { name } = puzzle;

  test(`${name}: fails as given`, async () => {
    const { passed, verdict } = await judged(puzzle, given(name));
    assert.equal([passed, verdict.result], [false, "fails"]);
  });

  test(`${name}: is proved as solved`, async () => {
    const { passed, verdict, missing } = await judged(puzzle, solved(name));
    assert.equal([passed, verdict.result, missing], [true, "holds", []]);
  });

  test(`${name}: is not passed by an empty body`, async () => {
    const program = readFileSync(solved(name), "utf8");
    const names = [...program.matchAll(BODIES)].map(([, , function_]) => function_!);
    assert.ok(names.length > 0);
    await temporary(async (folder) => {
      writeFileSync(join(folder, "package.json"), `{ "type": "module" }`);
      for (const emptied of names.length > 1 ? [undefined, ...names] : [undefined]) {
        const file = join(folder, `${name}_${emptied ?? "all"}.ts`);
        const changed = without(program, emptied);
        assert.is.not(changed, without(program, "none of them"));
        writeFileSync(file, changed);
        const { passed } = await judged(puzzle, file);
        assert.is(passed, false, `without ${emptied ?? "all"}`);
      }
    });
  });
}

/** Runs the lab as a learner does in `folder`. */
function learner(folder: string) {
  writeFileSync(join(folder, "package.json"), `{ "type": "module" }`);
  const copy = join(folder, "my", "lost_update.ts");
  return {
    copy,
    save: (from: string, to: string) =>
      writeFileSync(copy, readFileSync(copy, "utf8").replace(from, to)),
    async lab(words: string, options: ScriptOptions = {}) {
      const { code, stdout, stderr } = await spawnScript(pathToFileURL(join(root, "repl.ts")), {
        args: words.split(" "),
        cwd: folder,
        env: { ...english, XDG_STATE_HOME: folder, INTERLEAVE_STATE: undefined },
        deadline: 60_000,
        ...options,
      });
      return { code, out: stdout, wrong: stderr };
    },
  };
}

test("a learner breaks it, takes hints, removes the work, mends it, sees the solution, begins anew", async () => {
  await temporary(async (folder) => {
    const { lab, save, copy } = learner(folder);
    const broken = await lab("check lost_update");
    assert.equal([broken.code, /NOT YET\n BROKEN[^]*--hint 1/.test(broken.out)], [1, true]);
    const hinted = await lab("check lost_update --hint 2");
    assert.is(hinted.out.match(/^A hint: /gm)?.length, 2);
    const locked = await lab("check lost_update --solution");
    assert.equal([locked.code, /after yours is proved/.test(locked.out)], [1, true]);
    save(`assert.equal(visitors.value, 2, "two visitors came in");`, "assert.ok(true);");
    save("visitors.value += 1;", "");
    const removed = await lab("check lost_update");
    assert.equal([removed.code, /Nothing breaks any more, but/.test(removed.out)], [1, true]);
    assert.match((await lab("check")).out, /^ {2}lost_update/m);
    const again = await lab("check lost_update --reset");
    assert.match(again.out, /kept in my.lost_update\.before\.ts/);
    save("visitors.value += 1;", "visitors.add(1);");
    const solved = await lab("--lang zh check lost_update --solution");
    assert.equal([solved.code, /解出[^]*visitors\.add\(1\)/.test(solved.out)], [0, true]);
    assert.match((await lab("check")).out, /^\S lost_update/m);
    const json = JSON.parse((await lab("check lost_update --json")).out);
    assert.equal([json.passed, json.result, json.missing], [true, "holds", []]);
    writeFileSync(copy, "export const scenario = (;");
    const unloadable = await lab("check lost_update");
    assert.equal([unloadable.code, /cannot be run/.test(unloadable.wrong)], [1, true]);
    assert.is((await lab("check lost_update --reset")).code, 0);
    assert.match((await lab("check")).out, /^ {2}lost_update/m);
  });
});

test("--watch checks each version that is saved, and ends when one is proved", async () => {
  await temporary(async (folder) => {
    const { lab, save } = learner(folder);
    await lab("check lost_update --hint 1");
    let seen = "";
    const { code, out } = await lab("--plain check lost_update --watch", {
      onOutput(text) {
        const before = seen.includes("NOT YET");
        seen += text;
        if (!before && seen.includes("NOT YET")) save("visitors.value += 1;", "visitors.add(1);");
      },
    });
    assert.is(code, 0);
    assert.match(out, /Ctrl-C[^]*NOT YET[^]*SOLVED/);
  });
});

test("wrong words are refused with a sentence and 2; the puzzles are known to step and explore", async () => {
  await temporary(async (folder) => {
    const { lab } = learner(folder);
    for (
      const [words, sentence] of [
        ["check lost_updat", /did you mean lost_update/],
        ["check lost_update --hint 4", /from 0 to 3/],
        ["check lost_update --wach", /did you mean --watch/],
        ["chek lost_update", /did you mean check/],
      ] as const
    ) {
      const { code, wrong } = await lab(words);
      assert.equal([words, code, sentence.test(wrong)], [words, 2, true], wrong);
    }
    const help = await lab("check --help");
    assert.equal([help.code, /--watch[^]*--solution/.test(help.out)], [0, true]);
    assert.is((await lab("explore lost_update")).code, 1);
    const stepped = await lab("step lock_twice", { stdin: "a hint\nleave\n" });
    assert.match(stepped.out, /let it be the turn of/);
  });
});

test.run();
