/** The suite of the whole way through the menu (pick, ask, run, look, again, leave), in every size, language and way of asking. */
// deadline: 400 s
// in a whole run: node24, deno, bun

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { columns } from "../../lib/columns.ts";
import { lessons } from "../../scripts/index.ts";
import { answer, DOWN, end, ENTER, inTerminal, open, pick } from "../tools/lab.ts";
import type { Terminal } from "../tools/pty.ts";

const UP = "\x1b[A";
const test = suite("whole path");

const WORDS = {
  en: {
    pick: "Which lesson?",
    expect: "What do you expect?",
    held: "Invariant held",
    right: "As you expected",
    after: "And now?",
    again: "again, with the same values",
    source: "show the source",
    quit: "quit",
    bye: "Good-bye.",
  },
  zh: {
    pick: "选哪一课",
    expect: "先预测一下",
    held: "不变式成立",
    right: "预测正确",
    after: "接下来做什么",
    again: "用同样的值再来一次",
    source: "查看源代码",
    quit: "退出",
    bye: "再见。",
  },
} as const;

type Language = keyof typeof WORDS;
const SIZES = [[100, 30], [40, 24], [80, 8]] as const;

/** How a way of asking is answered. */
interface Way {
  readonly flags: readonly string[];
  lesson(terminal: Terminal, language: Language): Promise<void>;
  /** Takes an answer by what it is called, as far as it is known. */
  take(terminal: Terminal, name: string, look?: () => void): Promise<void>;
  question(terminal: Terminal, name: string, given: string): Promise<void>;
  runtime(terminal: Terminal): Promise<void>;
  /** Looks at a question, and goes to its first answer. */
  first(terminal: Terminal, answer: RegExp, look: () => void): Promise<void>;
  /** Looks at what stands there now, at a question that was drawn again. */
  check(terminal: Terminal, wide: number, high: number): void;
}

/** All that was shown is no wider than the terminal; a command to be copied stays in one piece. */
function fits(terminal: Terminal, wide: number): void {
  for (const line of terminal.lines) {
    const command = /\b(scripts\/|repl\.ts)/.test(line);
    if (!command) assert.ok(columns(line) <= wide, `${columns(line)} of ${wide}: ${line}`);
  }
}

const cursor: Way = {
  flags: [],
  lesson: (terminal, language) => pick(terminal, "lock", WORDS[language].pick),
  async take(terminal, name, look) {
    terminal.type(name);
    await terminal.see(new RegExp(`❯ ${name}`));
    look?.();
    terminal.type(ENTER);
  },
  async first(terminal, answer, look) {
    await terminal.see(answer);
    terminal.type(DOWN);
    await terminal.see("❯ ");
    look();
    terminal.type(UP);
    await terminal.see(answer);
    terminal.type(ENTER);
  },
  question: answer,
  async runtime(terminal) {
    await terminal.see(/❯ (Node|Deno|Bun) \d/);
    terminal.type(ENTER);
  },
  check({ frame }, wide, high) {
    assert.ok(frame.length <= high, `${frame.length} lines of ${high}:\n${frame.join("\n")}`);
    for (const line of frame) assert.ok(columns(line) <= wide, line);
  },
};

const plain: Way = {
  flags: ["--plain"],
  async lesson(terminal, language) {
    await terminal.see(WORDS[language].pick);
    await terminal.see(/\d\. lock[^]*> /);
    terminal.type(`lokc${ENTER}`);
    await terminal.see(/lock[?？][^]*> /); // that is what was meant
    terminal.type(`${lessons.findIndex(({ name }) => name === "lock") + 1}${ENTER}`);
  },
  async take(terminal, name, look) {
    const [, number] = await terminal.see(new RegExp(`(\\d+)\\. ${name}`));
    await terminal.see("> ");
    look?.();
    terminal.type(`${number}${ENTER}`);
  },
  async first(terminal, answer, look) {
    await terminal.see(answer);
    await terminal.see("> ");
    look();
    terminal.type(`1${ENTER}`);
  },
  async question(terminal, name, given) {
    await terminal.see(new RegExp(`${name}[:：][^]*> `));
    terminal.type(`${given}${ENTER}`);
  },
  async runtime(terminal) {
    await terminal.see(/1\. \w+ \d[^]*> /);
    terminal.type(`1${ENTER}`);
  },
  check({ raw }) {
    // deno-lint-ignore no-control-regex
    assert.not.match(raw, /\x1b/); // nothing is ever redrawn
  },
};

for (const [called, way] of [["with a cursor", cursor], ["--plain", plain]] as const) {
  for (const [wide, high] of SIZES) {
    for (const language of ["en", "zh"] as const) {
      inTerminal(
        test,
        `${called}, ${wide} x ${high}, ${language}: pick, ask, run, look, again, leave`,
        async () => {
          const say = WORDS[language];
          const words = [...way.flags, "--lang", language];
          const env = { NO_COLOR: "1" };
          using terminal = open("repl.ts", { words, columns: wide, rows: high, env });
          const now = () => way.check(terminal, wide, high);
          await way.lesson(terminal, language);
          await way.question(terminal, "threads", "0");
          await terminal.see(/"0"/);
          now();
          terminal.type(way === plain ? "2\r" : "\b2\r");
          await way.question(terminal, "iterations", "10");
          await way.question(terminal, "initial", "");
          await way.question(terminal, "lock", language === "zh" ? "是" : "y");
          await way.runtime(terminal);
          await terminal.see(say.expect);
          await way.first(terminal, /(1\.|❯) [^\n]*100/, now);
          await terminal.see(say.held);
          await terminal.see(say.right);
          await terminal.see(say.after);
          await way.take(terminal, say.source, now);
          await terminal.see("export function updateScore(");
          await terminal.see("def update_score(");
          await terminal.see(say.after);
          await way.take(terminal, say.again);
          await terminal.see(say.held);
          await terminal.see(say.after);
          await way.take(terminal, say.quit, now);
          await terminal.see(say.bye);
          await end(terminal, 0);
          fits(terminal, wide);
        },
      );
    }
  }
}

test.run();
