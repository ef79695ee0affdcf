/** The suite of how the lab breaks its lines, and of pictures in words. */
// deadline: 200 s

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { columns, wrapped } from "../../lib/columns.ts";
import { limits, standard } from "../../lib/lesson/parameters.ts";
import { toldPicture } from "../../lib/lesson/told.ts";
import { answered } from "../../lib/repl/theme.ts";
import { lessons } from "../../scripts/index.ts";
import { answer, CTRL_C, end, inTerminal, open, pick } from "../tools/lab.ts";

const test = suite("broken lines");

test("a picture in words says who did what when, and how much was left out", () => {
  const lanes = Array.from({ length: 10 }, (_, i) => ({
    name: `T${i}`,
    spans: Array.from({ length: i }, (_, at) => ({ from: at, to: at + 1, mark: `${at}` })),
  }));
  const turns = toldPicture({ lanes, turns: true }, "en");
  assert.equal(turns.slice(0, 3), ["T0: nothing", "T1: 0 at 1", "T2: 0 at 1, 1 at 2"]);
  assert.match(turns[7]!, /5 at 6, and 1 more$/);
  assert.is(turns.at(-1), "and 2 more");
  assert.match(toldPicture({ lanes }, "zh")[2]!, /^T2：0 0 到 1 s，1 1 到 2 s$/);
  assert.equal(toldPicture({ lanes: [lanes[0]!] }, "en"), []);
});

/** Every question that a lesson can put, as it stands when it is answered, and every answer. */
function questions(language: "en" | "zh"): [question: string, answer: string][] {
  return lessons.flatMap(({ parameters, prediction }) => {
    const values = Object.fromEntries(
      Object.entries(parameters).map(([name, each]) => [name, standard(each, language)]),
    );
    const own = Object.entries(parameters).flatMap(([name, each]) =>
      [String(values[name]), "yes", "否"].map((given): [string, string] => [
        `${name}: ${each.about[language]} (${limits(each, language)})`,
        given,
      ])
    );
    const answers = Object.values(prediction?.choices(values) ?? {});
    return [
      ...own,
      ...answers.map((text): [string, string] => [
        prediction!.question(values)[language],
        text[language],
      ]),
    ];
  });
}

test("an answer behind its question is broken between words, and no line is full", () => {
  for (const language of ["en", "zh"] as const) {
    for (const [question, given] of questions(language)) {
      for (let wide = 30; wide <= 60; wide++) {
        const message = wrapped(question, wide - 3);
        const shown = `v ${message} ${answered(given, message, wide)}`;
        for (const line of shown.split("\n")) {
          const word = columns(line.trimEnd()) < wide || !line.trim().includes(" ");
          assert.ok(word, `${wide}: ${shown}`);
        }
        const words = (text: string) => text.split(/\s+/).filter(Boolean);
        // In English every word is whole; in Chinese nothing is lost.
        if (language === "en") assert.equal(words(shown), words(`v ${question} ${given}`));
        else assert.is(words(shown).join(""), words(`v ${question} ${given}`).join(""));
      }
    }
  }
});

inTerminal(
  test,
  "a question and its answer are broken between words at a terminal, too",
  async () => {
    using terminal = open("repl.ts", { columns: 40, env: { NO_COLOR: "1" } });
    await pick(terminal, "deadlock");
    await answer(terminal, "transfers");
    await answer(terminal, "delay");
    await answer(terminal, "order");
    await terminal.see(/ order: everybody takes lock A first\? *\nyes\n/);
    terminal.type(CTRL_C);
    await end(terminal, 130);
  },
);

test.run();
