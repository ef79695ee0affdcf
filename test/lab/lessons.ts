/** The suite of the lessons as programs: what is true of every run of each. */
// deadline: 600 s

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { lessons } from "../../scripts/index.ts";
import { runtime, spawnScript, version } from "../kit.ts";
import { inLanguage, light, runnable, sentences } from "../tools/lessons.ts";

const test = suite("lessons");
const names = lessons.map(({ name }) => name);

/** The article's defaults, only faster. */
const FAST = ["--speed", "50"];

test("the lessons are there, in the order in which they are taught", () => {
  const order = "sync_async coroutine event_loop blocking_loop async_race cancel " +
    "thread lock race atomic deadlock philosophers livelock semaphore condition barrier " +
    "process pool queue pipe socket shared_value clean_stop speedup grain io_or_cpu machines distance";
  assert.is(names.join(" "), order);
});

for (const { name } of runnable) {
  test(`${name}: with the article's numbers the invariant holds, and the last line says so`, async () => {
    for (const language of ["en", "zh"] as const) {
      const ended = await spawnScript(`scripts/${name}.ts`, {
        args: FAST,
        env: inLanguage(language),
      });
      assert.is(ended.code, 0, ended.output);
      assert.is(ended.stderr, "");
      assert.is(ended.leftBehind, 0);
      const lines = ended.stdout.trimEnd().split("\n");
      const verdict = { en: /^Invariant held: \S/, zh: /^不变式成立：\S/ }[language];
      assert.match(lines.at(-1)!, verdict);
      const closing = sentences(lines.at(-2)!, language);
      assert.ok(closing >= 2 && closing <= 4, `${closing} sentences: ${lines.at(-2)}`);
      assert.is(/[\u4e00-\u9fff]/.test(ended.stdout), language === "zh");
    }
  });

  test(`${name}: --json prints one object, and the lines for people go to standard error`, async () => {
    const args = [...light[name]!, "--json"];
    const ended = await spawnScript(`scripts/${name}.ts`, { args, env: inLanguage("en") });
    assert.is(ended.code, 0, ended.output);
    assert.match(ended.stdout, /^\{.*\}\n$/);
    assert.match(ended.stderr, /\nInvariant held: .*\n$/);
    const printed = JSON.parse(ended.stdout) as Record<string, unknown>;
    assert.equal(Object.keys(printed).sort(), [
      "elapsed",
      "held",
      "lesson",
      "parameters",
      "result",
      "runtime",
      "version",
    ]);
    const { lesson, held, elapsed, parameters } = printed;
    assert.equal([lesson, printed["runtime"], printed["version"]], [name, runtime, version]);
    assert.is(held, true);
    assert.ok(typeof elapsed === "number" && elapsed >= 0 && elapsed * 1000 < ended.elapsed);
    const declared = lessons.find((each) => each.name === name)!.parameters;
    assert.equal(Object.keys(parameters as object), Object.keys(declared));
  });
}

test.run();
