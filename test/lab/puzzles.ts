/** The puzzles: each fails as given and is proved as solved. */
// deadline: 500 s

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { lessons } from "../../scripts/index.ts";
import { puzzles } from "../../scripts/puzzles/index.ts";
import { columns } from "../../lib/columns.ts";
import { root, type ScriptOptions, spawnScript } from "../kit.ts";
import { english, temporary } from "../tools/lab.ts";
import { given, judged, solved } from "../tools/puzzles.ts";

const test = suite("puzzles");

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
    assert.equal([passed, verdict?.result], [false, "fails"]);
  });

  test(`${name}: is proved as solved`, async () => {
    const { passed, verdict, missing } = await judged(puzzle, solved(name));
    assert.equal([passed, verdict?.result, missing], [true, "holds", []]);
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
    const claim = `assert.equal(visitors.value, many, "not every visitor was counted");`;
    save(claim, "assert.ok(true);");
    const removed = await lab("check lost_update");
    assert.equal([removed.code, removed.out.includes(`  ${claim}\n`)], [1, true], removed.out);
    assert.match(removed.out, /has to stay[^]*my.lost_update.ts:15[^]*check lost_update --reset/);
    const { passed, changed } = JSON.parse((await lab("check lost_update --json")).out);
    assert.equal([passed, changed], [false, { line: claim, at: 15 }]);
    assert.match((await lab("check")).out, /^ {2}lost_update/m);
    const again = await lab("check lost_update --reset");
    assert.match(again.out, /kept in my.lost_update\.before\.ts/);
    save("visitors.value += 1;", "visitors.value = 2;");
    const written = await lab("check lost_update");
    assert.equal([written.code, /with three doors not every/.test(written.out)], [1, true]);
    save("visitors.value = 2;", "visitors.add(1);");
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
    assert.match(stepped.out, /Towards a failure: choose/);
  });
});

test.run();
