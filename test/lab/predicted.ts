/** What was predicted is kept with what really came, also where the answer is only "some other number". */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { LANGUAGES } from "../../lib/lesson/language.ts";
import { predictedOf } from "../../lib/repl/state/predicted.ts";
import { openStore } from "../../lib/repl/state/file.ts";
import { type Predicted, type State, stateIn, withPrediction } from "../../lib/repl/state/state.ts";
import { statsFacts, statsOf } from "../../lib/repl/state/stats.ts";
import { lessons } from "../../scripts/index.ts";
import { puzzles } from "../../scripts/puzzles/index.ts";
import { root, spawnScript } from "../kit.ts";
import { english, temporary } from "../tools/lab.ts";

const test = suite("predicted");

const lesson = (name: string) => lessons.find((each) => each.name === name)!;
const values = { threads: 10, iterations: 200_000, initial: 100, lock: false };

test("a wrong prediction says the number that came; a right one, too, where its answer does not", () => {
  const result = { initial: 100, final: -8350, difference: -8450 };
  const wrong = predictedOf(lesson("lock"), values, "same", result)!;
  assert.equal([wrong.right, wrong.found], [false, { en: "-8350", zh: "-8350" }]);
  const right = predictedOf(lesson("lock"), values, "other", result)!;
  assert.equal([right.right, right.found?.en], [true, "-8350"]);
  // "exactly 100" says it already.
  const same = predictedOf(lesson("lock"), values, "other", { ...result, final: 100 })!;
  assert.equal([same.right, same.came.en, same.found], [false, "exactly 100", undefined]);
  assert.is(predictedOf(lesson("lock"), values, "no such answer", result), undefined);
  const state = [wrong, right].reduce(withPrediction, {} as State);
  const en = statsOf(lessons, puzzles, state, "en", Infinity);
  assert.match(en, `lock: you said "exactly 100"; it was "some other number" (-8350)\n`);
  assert.match(en, `and so it was (-8350)\n`);
  const zh = statsOf(lessons, puzzles, state, "zh", Infinity);
  assert.match(zh, "lock：你说“正好是 100”，实际是“别的数”（-8350）\n");
  const { predictions } = statsFacts(lessons, puzzles, state) as { predictions: { last: unknown } };
  assert.equal(predictions.last, [wrong, right]);
});

test("a file from before, without what really came, is read with all that is in it", () => {
  const text = { en: "a", zh: "b" };
  const old: Predicted = { lesson: "lock", said: text, came: text, right: true };
  const kept = (last: unknown) => ({
    version: 1,
    predictions: { right: 1, wrong: 0, last: [last] },
  });
  assert.equal(stateIn(kept(old))?.predictions?.last, [old]);
  assert.equal(stateIn(kept({ ...old, found: text }))?.predictions?.last, [{
    ...old,
    found: text,
  }]);
  assert.is(stateIn(kept({ ...old, found: 3 })), undefined);
  for (const language of LANGUAGES) {
    assert.not.match(statsOf(lessons, puzzles, stateIn(kept(old))!, language, 80), "undefined");
  }
});

test("the menu keeps it, beside what an older one has written", async () => {
  await temporary(async (folder) => {
    const file = join(folder, "interleave", "values.json");
    openStore(file).change((state) => state); // makes the folder
    const text = { en: "a", zh: "b" },
      old = { lesson: "lock", said: text, came: text, right: true };
    writeFileSync(
      file,
      JSON.stringify({ version: 1, predictions: { right: 1, wrong: 0, last: [old] } }),
    );
    const { code, output } = await spawnScript(pathToFileURL(join(root, "repl.ts")), {
      args: ["--plain"],
      stdin: "semaphore\n2\n1\n0.01\n\n\n\n\n",
      env: { ...english, XDG_STATE_HOME: folder, INTERLEAVE_STATE: undefined },
      deadline: 60_000,
    });
    assert.is(code, 0, output);
    const { predictions } = JSON.parse(readFileSync(file, "utf8"));
    assert.is(predictions.last.length, 2, output);
    assert.equal(predictions.last[0], old);
    assert.equal([predictions.last[1].lesson, predictions.last[1].found.en], [
      "semaphore",
      "at most 1 inside",
    ]);
  });
});

test.run();
