/** The commands of the lab that explore: `explore`, `step`, `replay`, and the same in the menu. */
// deadline: 300 s

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { columns } from "../../lib/columns.ts";
import { root, type ScriptOptions, spawnScript } from "../kit.ts";
import { end, english, inTerminal, open, temporary } from "../tools/lab.ts";

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
  assert.match(out, /^ BROKEN in 80 of 140 orders\. The smallest: 2 forced switches, 11 steps\./);
  assert.match(out, "read global_score");
  const [, again] = /(?:start|start --) (replay lock \S+ --no-lock)/.exec(out)!;
  const replayed = await lab(again!);
  assert.is(replayed.code, 1);
  assert.match(replayed.out, /^ BROKEN\. 2 forced switches, 11 steps\./);
  const [, beside] = /ends well: \S+ (?:\S+ )*(replay lock \S+ --no-lock)/.exec(out)!;
  assert.is((await lab(beside!)).code, 0);
  const [, repair] = /Repaired, in every order: \S+ (?:\S+ )*(explore lock)\n/.exec(out)!;
  const repaired = await lab(repair!);
  assert.equal([repaired.code, repaired.out.includes("Repaired")], [0, false]);
  const json = JSON.parse((await lab("explore lock --no-lock --json")).out);
  assert.is(json.failure.inevitable, 7);
  assert.is(json.failure.passing, beside!.split(" ")[2]);
  assert.equal([json.result, json.schedules, json.failing], ["fails", "140", "80"]);
  assert.equal(json.parameters, { threads: 2, iterations: 1, initial: 100, lock: false });
  assert.is(json.failure.steps.length, 11);
  const well = await lab(`replay lock ${json.outcomes[0].schedule} --no-lock`);
  assert.equal([well.code, /Returned 100/.test(well.out)], [0, true]);
});

test("what takes long to count is not waited for, and how many orders there may be is said", async () => {
  const { code, out } = await lab("explore livelock --no-backoff --time 5");
  assert.is(code, 1);
  assert.match(out, /^ BROKEN\. The smallest: 0 forced switches/);
  assert.match(out, /There was no time to count all orders; there are about \d x 10\^\d+\./);
  const open = await lab("explore livelock --preemptions 0");
  assert.equal([open.code, /^ OPEN/.test(open.out)], [3, true]);
});

test("who waits says for what and whom", async () => {
  const words = "step deadlock --no-order --plain".split(" ");
  const { stdout } = await spawnScript(repl, {
    args: words,
    env: english,
    stdin: "1\n2\n1\n",
    deadline: 60_000,
  });
  assert.match(
    stdout,
    /Thread-1 \(transfer\) {2}acquire lock B {2}\S+ {2}\(waits for lock B, which Thread-2 \(transfer\) holds\)/,
  );
});

const LANES = [
  "MainThread             │░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░████",
  "Thread-1 (updateScore) │████░░░░····◆███████············████████",
  "Thread-2 (updateScore) │····████████········████████████",
];

test("the schedule is drawn below its steps: by explore, by replay and at the end of step", async () => {
  const { out } = await lab("explore lock --no-lock");
  const drawn = [
    ...LANES,
    "                  step  1   2   3   4   5   6   7   8   9   10  11",
    "",
    "█ running  · not its turn  ░ waiting  ◆ handed over",
    "Thread-1 (updateScore) waited 1 step for Barrier-1",
  ].join("\n");
  assert.ok(out.includes(`\n\n${drawn}\n\n`), out);
  assert.ok((await lab("replay lock 12112-11 --no-lock")).out.endsWith(`\n\n${drawn}\n`));
  for (const [page, language] of [["explore.md", "en"], ["explore.zh.md", "zh"]] as const) {
    const { out } = await lab(`--lang ${language} replay deadlock 112-4 --no-order`);
    const [, shown] = /```text\n(MainThread[^]*?)```/.exec(
      readFileSync(join(root, "docs", page), "utf8"),
    )!;
    assert.ok(out.endsWith(`\n\n${shown}`), `${page} shows what is drawn: ${out}`);
  }
  const chinese = (await lab("--lang zh explore lock --no-lock")).out;
  assert.match(chinese, LANES[1]!);
  assert.match(chinese, / 步 {2}1 {3}2 [^]*\n█ 运行 {2}· 还没轮到 {2}░ 等待 {2}◆ 交接\n/);
  assert.match(chinese, "Thread-1 (updateScore) 等待 Barrier-1 共 1 步");
  const locale = { ...english, LC_ALL: "C" };
  const ascii = (await lab("explore lock --no-lock", { env: locale })).out;
  assert.match(ascii, "|####....____*#######____________########");
  const answers = ["1", "1", "2", "2", "1", "1", "1", "2", "2", "1", "1", "leave"];
  const step = await lab("step lock --no-lock", { stdin: `${answers.join("\n")}\n` });
  assert.match(step.out, /step {2}1 [^]*█ running[^]*You have broken it\./);
});

test("nothing is drawn where it would be heard, and JSON has the steps only", async () => {
  for (
    const words of ["--plain explore lock --no-lock", "--plain replay lock 12112-11 --no-lock"]
  ) {
    const { out } = await lab(words);
    assert.match(out, " replay 12112-11");
    assert.not.match(out, /[█░◆]|not its turn/);
  }
  const { steps } = JSON.parse((await lab("replay lock 12112-11 --no-lock --json")).out);
  assert.equal(Object.keys(steps[0]), ["thread", "operation", "object", "where", "preempted"]);
  assert.is((await lab("explore lock")).out.includes("█"), false);
});

inTerminal(test, "the lanes fit a narrow terminal, and a sign stays beside its word", async () => {
  for (const language of ["en", "zh"]) {
    const words = ["--lang", language, "replay", "lock", "12112-11", "--no-lock"];
    using terminal = open("repl.ts", { words, columns: 40 });
    await end(terminal, 1);
    assert.match(terminal.text, "Thread-1   │██░░··◆███······████\n");
    assert.match(terminal.text, /(step|步) {2}1 {3}3 {3}5 {3}7 {3}9 {3}11\n/);
    assert.not.match(terminal.text, /[█·░◆]\n(running|handed|运行|交接)/);
    for (const line of terminal.lines) assert.ok(columns(line) <= 40, line);
  }
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
  assert.match(out, /出错：140 种次序中的 80 种/);
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
      ["replay lock !", /^a schedule must be one that explore gave[^]*got "!"\n$/],
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
  assert.match(
    hinted.out,
    /Towards a failure: choose Thread-\d \(updateScore\) \(\d+ steps to go\)/,
  );
  assert.is(hinted.code, 0);
});

test.run();
