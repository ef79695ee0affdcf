/** The suite of the documentation: every example in doc comments, READMEs and docs/ runs. */
// deadline: 400 s

import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { spawnScript } from "../kit.ts";
import {
  allFences,
  exampleFolder,
  type Fence,
  fencesOf,
  untranslated,
  writeFence,
} from "../tools/fences.ts";

const test = suite("docs");

/** What may not share a program with others: it starts threads, or changes the program itself. */
const NEEDS_A_PROGRAM =
  /\bmain\(|import\.meta|Thread|Process|Pool|Timer|exit|process|setExcepthook|onSignal/;

interface Example {
  readonly fence: Fence;
  readonly path: string;
  /** What was wrong; "" when it ran. */
  problem: string;
}

/** Runs an example as a program of its own. */
async function runAlone(example: Example): Promise<void> {
  const ended = await spawnScript(example.path, { deadline: 30_000 });
  if (ended.killed) example.problem = `did not end within 30 s\n${ended.output}`;
  else if (ended.code !== 0) {
    example.problem = `exit ${ended.code ?? ended.signal}\n${ended.output}`;
  } else if (ended.leftBehind > 0) example.problem = "left processes running";
  else if (ended.stderr !== "") example.problem = `wrote to stderr\n${ended.stderr}`;
}

/** Runs examples one after the other in one program, which is quick; true if all is well. */
async function runTogether(examples: readonly Example[], folder: string): Promise<boolean> {
  const path = join(folder, "together.ts");
  const imports = examples.map((example) => `await import(${JSON.stringify(example.path)});`);
  writeFileSync(path, [...imports, 'console.log("all have run");', "export {};", ""].join("\n"));
  const ended = await spawnScript(path, { deadline: 30_000 });
  return ended.code === 0 && ended.leftBehind === 0 && ended.stderr === "" &&
    ended.stdout.endsWith("all have run\n");
}

async function runAll(examples: readonly Example[], folder: string): Promise<void> {
  const gentle = examples.filter(({ fence }) => !NEEDS_A_PROGRAM.test(fence.code));
  // Whatever goes wrong together is looked at one by one, to know whose fault it is.
  const done = await runTogether(gentle, folder);
  const queue = done ? examples.filter((example) => !gentle.includes(example)) : [...examples];
  const lane = async () => {
    for (let example = queue.shift(); example; example = queue.shift()) await runAlone(example);
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, lane));
}

const { path: folder, remove } = exampleFolder();
const fences = allFences();
const examples: Example[] = fences
  .filter((fence) => fence.ignored === undefined)
  .map((fence) => ({ fence, path: writeFence(folder, fence), problem: "" }));
try {
  await runAll(examples, folder);
} finally {
  remove();
}

test("fences are cut out of comments and of Markdown, with their lines", () => {
  const code = "/**\n * Text.\n *\n * ```ts\n * a();\n *   b();\n * ```\n */\nc();\n";
  assert.equal(fencesOf("x.ts", code), [
    { file: "x.ts", line: 4, code: "a();\n  b();", ignored: undefined },
  ]);
  const text = "```sh\nls\n```\n\n```ts ignore: needs a terminal\na();\n```\n";
  assert.equal(fencesOf("x.md", text), [
    { file: "x.md", line: 5, code: "a();", ignored: "needs a terminal" },
  ]);
});

test("a fence that is open, unreasoned or in another language is refused", () => {
  assert.throws(() => fencesOf("x.md", "\n```ts\na();\n"), /^x\.md:2: the example is not closed/);
  assert.throws(() => fencesOf("x.ts", "/**\n * ```ts\n */\n"), /x\.ts:2: .*not closed/);
  assert.throws(() => fencesOf("x.md", "```ts ignore\n```"), /x\.md:1: .*needs a reason/);
  assert.throws(() => fencesOf("x.md", "```js\n```"), /x\.md:1: the language/);
});

test("an example of a Chinese page that differs in comments alone is not run a second time", () => {
  const of = (file: string, code: string) => fencesOf(file, `\`\`\`ts\n${code}\n\`\`\`\n`);
  const english = of("docs/x.md", "// first\na(); // one\n\nb();");
  const same = of("docs/x.zh.md", "a(); // 一\nb();");
  const other = of("docs/x.zh.md", 'a("一");');
  assert.equal(untranslated([...english, ...same, ...other]), [...english, ...other]);
  assert.equal(untranslated([...english, ...of("docs/y.md", "a();\nb();")]).length, 2);
});

test("there are examples", () => {
  assert.ok(examples.length > 0);
});

for (const file of new Set(examples.map(({ fence }) => fence.file))) {
  test(`the examples of ${file} run`, () => {
    const wrong = examples.filter(({ fence, problem }) => fence.file === file && problem !== "");
    const text = wrong.map(({ fence, problem }) => `${file}:${fence.line}: ${problem}`);
    const failure = new Error(text.join("\n\n"));
    failure.stack = ""; // the examples' own stacks are in the message
    if (wrong.length > 0) throw failure;
  });
}

test.run();
