/** The suite of the puzzles in the menu, in a real terminal: hints, a check, a solution, what follows. */
// deadline: 400 s

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { columns } from "../../lib/columns.ts";
import { LANGUAGES } from "../../lib/lesson/language.ts";
import { puzzles } from "../../scripts/puzzles/index.ts";
import { root } from "../kit.ts";
import { end, ENTER, inTerminal, open, temporary } from "../tools/lab.ts";
import type { Terminal } from "../tools/pty.ts";

const test = suite("puzzle menu");

const WORDS = {
  en: {
    pick: "Which lesson?",
    which: "Which puzzle?",
    what: "What do you do?",
    hint: "a hint",
    check: "check my copy",
    not: "NOT YET",
    solved: "SOLVED",
    after: "Solved. And now?",
    others: "how others do it",
    step: "break the given",
    who: "Who goes on?",
    leave: "leave",
    all: "all puzzles",
    lessons: "all lessons",
    quit: "quit",
    bye: "Good-bye.",
  },
  zh: {
    pick: "选哪一课",
    which: "选哪一道谜题",
    what: "做什么",
    hint: "看提示",
    check: "检查我的副本",
    not: "还没有解出",
    solved: "解出",
    after: "已经解出。接下来做什么",
    others: "看别人的解法",
    step: "亲手让原来的",
    who: "下一步谁执行",
    leave: "离开",
    all: "所有谜题",
    lessons: "返回课程列表",
    quit: "退出",
    bye: "再见。",
  },
} as const;

/** The program that solves a puzzle, as it is in somebody's own folder. */
function solution(name: string): string {
  const library = pathToFileURL(join(root, "lib")).href;
  return readFileSync(join(root, "scripts", "puzzles", "solved", `${name}.ts`), "utf8")
    .replace(/"(?:\.\.\/)+lib\//g, `"${library}/`);
}

async function choose(terminal: Terminal, question: string, name: string): Promise<void> {
  await terminal.see(new RegExp(`${question}.*(?=\n❯)`));
  terminal.type(name);
  await terminal.see(`❯ ${name}`);
  terminal.type(ENTER);
}

for (const language of LANGUAGES) {
  inTerminal(test, `a puzzle from its hints to what others did, in ${language}`, async () => {
    const say = WORDS[language], puzzle = puzzles[0]!, { name, hints } = puzzle;
    await temporary(async (folder) => {
      writeFileSync(join(folder, "package.json"), `{ "type": "module" }`);
      using terminal = open("repl.ts", {
        cwd: folder,
        state: folder,
        columns: 60,
        rows: 40,
        words: ["--lang", language],
      });
      await terminal.see(say.pick);
      terminal.type("puzzles");
      await terminal.see(/puzzles\n❯ /);
      terminal.type(ENTER);
      await terminal.see(new RegExp(`${say.which}[^]*❯ ${name}`));
      terminal.type(ENTER);
      await terminal.see(puzzle.title[language]);
      await terminal.see(`my/${name}.ts`);
      for (const [i, hint] of hints.entries()) {
        await choose(terminal, say.what, say.hint);
        await terminal.see(`${i + 1}/3`);
        await terminal.see(hint[language].slice(0, 10));
      }
      await choose(terminal, say.what, say.step);
      await choose(terminal, say.who, say.leave);
      await choose(terminal, say.what, say.check);
      await terminal.see(say.not);
      await terminal.see(new RegExp(`${say.what}.*(?=\n❯)`));
      assert.not.match(terminal.frame.join("\n"), say.others);
      writeFileSync(join(folder, "my", `${name}.ts`), solution(name));
      terminal.type(say.check);
      await terminal.see(`❯ ${say.check}`);
      terminal.type(ENTER);
      await terminal.see(new RegExp(`(?<!有)${say.solved}\n`)); // not 还没有解出
      await choose(terminal, say.after, say.others);
      await terminal.see("export function scenario");
      await choose(terminal, say.after, say.all);
      await terminal.see(new RegExp(`${say.which}[^]*${name} +✔[^]*❯ ${puzzles[1]!.name}`));
      terminal.type(say.lessons);
      await terminal.see(`❯ ${say.lessons}`);
      terminal.type(ENTER);
      await terminal.see(say.pick);
      const { solved } = JSON.parse(
        readFileSync(join(folder, "interleave", "values.json"), "utf8"),
      );
      assert.equal(solved, [name]);
      for (const line of terminal.lines) {
        if (!/repl\.ts|lib\//.test(line)) assert.ok(columns(line) <= 110, line);
      }
      terminal.type("\x03");
      await terminal.see(say.bye);
      await end(terminal, 130);
    });
  });
}

test.run();
