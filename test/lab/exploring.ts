/** The commands of the lab that explore: `explore`, `step`, `replay`, and the same in the menu. */
// deadline: 300 s

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { columns } from "../../lib/columns.ts";
import { root, type ScriptOptions, spawnScript } from "../kit.ts";
import {
  answer,
  end,
  english,
  ENTER,
  here,
  inTerminal,
  open,
  pick,
  temporary,
} from "../tools/lab.ts";
import type { Terminal } from "../tools/pty.ts";

const test = suite("exploring");
const repl = pathToFileURL(join(root, "repl.ts"));

async function lab(words: string, options: ScriptOptions = {}) {
  const ended = await spawnScript(repl, {
    args: words.split(" "),
    env: english,
    deadline: 60_000,
    ...options,
  });
  return { code: ended.code, out: ended.stdout, wrong: ended.stderr };
}

test("explore says how it breaks, and replay and JSON say the same", async () => {
  const { code, out } = await lab("explore lock --no-lock");
  assert.is(code, 1);
  assert.match(out, /^ BROKEN in 48 of 140 orders\. The smallest: 2 forced switches, 11 steps\./);
  assert.match(out, "read global_score");
  const [, again] = /npm start -- (replay lock \S+ --no-lock)/.exec(out)!;
  const replayed = await lab(again!);
  assert.is(replayed.code, 1);
  assert.match(replayed.out, /^ BROKEN\. The smallest: 2 forced switches, 11 steps\./);
  const json = JSON.parse((await lab("explore lock --no-lock --json")).out);
  assert.equal([json.result, json.schedules, json.failing], ["fails", "140", "48"]);
  assert.equal(json.parameters, { threads: 2, iterations: 1, initial: 100, lock: false });
  assert.is(json.failure.steps.length, 11);
  const well = await lab(`replay lock ${json.outcomes[0].schedule} --no-lock`);
  assert.equal([well.code, /Returned 100/.test(well.out)], [0, true]);
});

test("a proof ends with 0, what was not covered with 3", async () => {
  const proved = await lab("explore lock --iterations 2");
  assert.is(proved.code, 0);
  assert.match(proved.out, /^ HOLDS in all \d+ orders/);
  assert.match(proved.out, "whoever is faster");
  const open = await lab("explore lock --no-lock --executions 1 --no-count");
  assert.is(open.code, 3);
  assert.match(open.out, /OPEN[^]*--time/);
});

test("in Chinese, in narrow lines, without a sign of a terminal", async () => {
  const { code, out } = await lab("--lang zh --plain explore lock --no-lock");
  assert.is(code, 1);
  assert.match(out, /出错：140 种次序中的 48 种/);
  assert.match(out, "自己来当调度器");
  // deno-lint-ignore no-control-regex
  assert.not.match(out, /\x1b/);
  const steps = out.split("\n").filter((line) => /Thread-\d|MainThread/.test(line));
  assert.ok(steps.every((line) => columns(line) <= 60));
});

test("wrong words are refused with a sentence and 2", async () => {
  for (
    const [words, sentence] of [
      ["explore", /say what is to be explored/],
      ["explore pool", /shares no memory between threads[^]*lock/],
      ["explore lock --threds 3", /did you mean --threads/],
      ["explore nowhere.ts", /Cannot explore nowhere\.ts#scenario/],
      ["replay lock", /which schedule/],
      ["replay lock !", /must be one that explore\(\) gave/],
      ["exlore lock", /did you mean explore/],
    ] as const
  ) {
    const { code, wrong } = await lab(words);
    assert.is(code, 2, words);
    assert.match(wrong, sentence);
  }
  const { code, out } = await lab("explore --help");
  assert.is(code, 0);
  assert.match(out, /step LESSON[^]*--preemptions/);
});

test("a program of one's own, wherever it lies", async () => {
  await temporary(async (folder) => {
    const library = pathToFileURL(join(root, "lib", "threading.ts")).href;
    writeFileSync(
      join(folder, "my own.ts"),
      `import { Thread, Value } from "${library}";
export function add(total: Value) { total.value += 1; }
export function scenario(): void {
  const total = new Value("int32", 0, { name: "total" });
  const threads = [1, 2].map(() => new Thread({ target: add, args: [total] }));
  for (const thread of threads) thread.start();
  for (const thread of threads) thread.joinSync();
  if (total.value !== 2) throw new Error("lost: " + total.value);
}
export const broken = 1;
`,
    );
    writeFileSync(join(folder, "package.json"), `{ "type": "module" }`);
    const run = (name: string) =>
      spawnScript(repl, {
        args: ["explore", `my own.ts#${name}`],
        cwd: folder,
        env: english,
        deadline: 60_000,
      });
    const { code, stdout } = await run("scenario");
    assert.is(code, 1);
    assert.match(stdout, /BROKEN in 4 of 6 orders/);
    assert.match(stdout, /Error: lost: 1/);
    const wrong = await run("broken");
    assert.equal([wrong.code, /exports a number there/.test(wrong.stderr)], [2, true]);
  });
});

test("a person breaks it step by step", async () => {
  // Through the barrier, then the one reads between what the other reads and writes.
  const answers = ["1", "1", "2", "2", "1", "1", "1", "2", "2", "1", "1", "leave"];
  const { code, out } = await lab("step lock --no-lock", { stdin: `${answers.join("\n")}\n` });
  assert.match(out, /Who goes on\?\n1\. Thread-1 \(updateScore\)/);
  assert.match(out, "You have broken it.");
  assert.is(code, 1);
  const hinted = await lab("step lock --no-lock", { stdin: "a hint\nundo a step\nleave\n" });
  assert.match(hinted.out, /let it be the turn of Thread-\d \(updateScore\) \(\d+ steps to go\)/);
  assert.is(hinted.code, 0);
});

inTerminal(test, "after a run the menu offers both", async () => {
  const terminal = open("repl.ts");
  await pick(terminal, "lock");
  await answer(terminal, "threads", "2");
  await answer(terminal, "iterations", "10");
  await answer(terminal, "initial");
  await answer(terminal, "lock", "n");
  await here(terminal);
  await terminal.see(/What do you expect/);
  terminal.type(ENTER);
  await choose(terminal, /And now\?/, "every interleaving");
  await terminal.see(/BROKEN in 48 of 140 orders/);
  await choose(terminal, /And now\?/, "be the scheduler");
  await choose(terminal, /Who goes on\?/, "Thread-1");
  await choose(terminal, /wait Barrier-1[^]*Who goes on\?/, "leave");
  await choose(terminal, /And now\?/, "quit");
  await end(terminal, 0);
});

async function choose(terminal: Terminal, question: RegExp, name: string): Promise<void> {
  await terminal.see(question);
  terminal.type(name);
  await terminal.see(new RegExp(`❯ ${name}`));
  terminal.type(ENTER);
}

test.run();
