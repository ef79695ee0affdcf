/** The suite of `npm run check`: each rule finds what breaks it. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Declaration, type Member, problemsOfSymbol } from "../tools/checks/documentation.ts";
import { fileProblems, lockProblems } from "../tools/checks/files.ts";
import { isCode, sources, withoutComments } from "../tools/checks/sources.ts";
import { translationProblems } from "../tools/checks/translations.ts";

const test = suite("checks");

test("comments and texts are blanked out, lines and regular expressions stay", () => {
  assert.is(withoutComments("a; // b\n/* c\n */ d('//e');"), "a;     \n    \n    d('//e');");
  assert.is(withoutComments("a('b', /'/); // c", true), "a(' ',    );     ");
  assert.is(withoutComments('x = 4 / 2; y = "/"; // z'), 'x = 4 / 2; y = "/";     ');
});

const HEADER = "/** What this file is for. */\n\n";

test("a file without a sentence on what it is for is found", () => {
  const found = (text: string, path = "lib/a.ts") => fileProblems({ path, text });
  const right = [
    HEADER,
    "#!/usr/bin/env node\n" + HEADER,
    '/**\n * What a file is for. And more\n * of it.\n */\n// deadline: 3 s\n\nimport "./b.ts";\n',
    '/** What this file is for. */\nexport * from "./b.ts";\n',
  ];
  for (const text of right) assert.equal(found(text), [], text);
  const wrong = [
    'import "./b.ts";\n/** What this file is for. */\n',
    "// What this file is for.\n\nconst a = 1;\n",
    "/** What the first function does. */\nexport function a() {}\n",
    "/** Locks. */\n\nconst a = 1;\n",
    "/** what this file is for */\n\nconst a = 1;\n",
  ];
  for (const text of wrong) {
    assert.match(
      found(text).join(),
      /^lib\/a.ts:1: .*One plain sentence on what the file is for/,
      text,
    );
    assert.equal(found(text, "docs/a.ts"), []);
  }
});

test("long files, debris, holes in the types and machine paths are found", () => {
  const wrong = (path: string, text: string) => fileProblems({ path, text: HEADER + text });
  assert.match(wrong("lib/a.ts", "a;\n".repeat(299))[0] ?? "", /301 lines/);
  assert.equal(wrong("lib/a.ts", "a;\n".repeat(298)), []);
  assert.is(wrong("lib/a.ts", "// TO" + "DO: later").length, 1);
  assert.is(wrong("README.md", "see /ro" + "ot/x").length, 1);
  assert.is(wrong("lib/a.ts", "const a = b as " + "any;").length, 1);
  assert.equal(wrong("lib/a.ts", 'const a = "b as any"; // as any'), []);
  assert.is(wrong("lib/a.ts", "console.log(1);").length, 1);
  assert.is(wrong("test/threads/a.ts", 'const a = suite("a"), b = suite("b"); a.run();').length, 1);
});

test("timers and clocks that a framework could replace are found", () => {
  const wrong = (path: string, text: string) => fileProblems({ path, text: HEADER + text }).length;
  const own = 'import { setTimeout as a, setImmediate } from "../runtime/clock.ts";\n';
  for (const use of ["setTimeout(f, 1);", "queueMicrotask(f);", "const now = performance.now();"]) {
    assert.is(wrong("lib/queue/a.ts", use), 1, use);
    assert.is(wrong("lib/queue/a.ts", own.replace("setTimeout as a, ", "") + use), 1, use);
    assert.is(wrong("lib/lesson/a.ts", use), 0, use);
    assert.is(wrong("test/a.ts", use), 0, use);
  }
  assert.is(wrong("lib/queue/a.ts", 'import { setInterval } from "node:timers";'), 2);
  assert.is(wrong("lib/queue/a.ts", "globalThis.setTimeout(f);"), 1);
  assert.is(wrong("lib/queue/a.ts", own + "setImmediate(f); // setTimeout(f)"), 0);
  assert.is(wrong("lib/queue/a.ts", 'this.setTimeout("setTimeout(f)");'), 0);
});

test("what is not documented, without an example, or `any`, is found", () => {
  const location = { filename: new URL("checks.ts", import.meta.url).href, line: 3 };
  const returnType = { kind: "keyword", value: "void" };
  const jsDoc = { doc: "Does it.\n\n```ts\nit();\n```" };
  const of = (declaration: Partial<Declaration>) =>
    problemsOfSymbol("it", [{ location, kind: "function", def: { returnType }, ...declaration }]);
  assert.equal(of({ jsDoc }), []);
  assert.equal(of({}), ["test/house/checks.ts:3: it has no doc comment"]);
  assert.equal(of({ jsDoc: { doc: "Does it." } }), ["test/house/checks.ts:3: it has no example"]);
  assert.equal(of({ jsDoc: { tags: [{ kind: "example", doc: jsDoc.doc }] } }), []);
  assert.equal(of({ jsDoc: { doc: "A type." }, kind: "interface" }), []);
  assert.match(of({ jsDoc, def: {} })[0] ?? "", /no return type/);
  const unsafe = { kind: "typeRef", value: { typeParams: [{ kind: "keyword", value: "any" }] } };
  assert.match(of({ jsDoc, def: { returnType: unsafe } })[0] ?? "", /says `any`/);
  const bare = { name: "act", kind: "method", location, functionDef: { returnType } };
  const members = (...methods: Member[]) => of({ jsDoc, kind: "class", def: { methods } });
  assert.equal(members(bare), ["test/house/checks.ts:3: it.act has no doc comment"]);
  assert.equal(members({ ...bare, jsDoc }), []);
  assert.equal(members({ ...bare, accessibility: "private" }), []);
  assert.match(members({ ...bare, jsDoc, functionDef: {} })[0] ?? "", /act has no return type/);
});

test("a version that is not pinned, or not the one of deno.lock, is found", () => {
  const of = (version: string) => JSON.stringify({ dependencies: { uvu: version } });
  const lock = (...specifiers: string[]) =>
    JSON.stringify({
      specifiers: Object.fromEntries(specifiers.map((name) => [name, "any"])),
      workspace: { packageJson: { dependencies: ["npm:uvu@0.5.6"] } },
    });
  assert.equal(lockProblems(of("0.5.6"), lock("npm:uvu@0.5.6")), []);
  assert.is(lockProblems(of("0.5.5"), lock("npm:uvu@0.5.6")).length, 1);
  assert.is(lockProblems(of("^0.5.6"), lock("npm:uvu@0.5.6")).length, 2);
  assert.is(lockProblems(of("0.5.6"), lock("npm:bun@1.4.5", "npm:uvu@0.5.6")).length, 1);
});

/** A page and its translation, and what is said of them when some words are replaced. */
const PAGES = {
  "docs/a.md": "# A\n\n[中文](a.zh.md)\n\n```ts\na(); // one\nb('two');\n```\n\n## B\n\n" +
    "```text\nshown\n```\n\n| a |\n| - |\n| 1 |\n\n```sh\nls '#' # all\n```\n",
  "docs/a.zh.md": "# 甲\n\n[English](a.md)\n\n```ts\n// 一\na();\n\nb('二');\n```\n\n## 乙\n\n" +
    "```text\n输出\n```\n\n| 甲 |\n| - |\n| 1 |\n\n```sh\nls '#'   # 全部\n```\n",
};
function inStep(changed: keyof typeof PAGES, from: string, to: string): string {
  const texts = Object.entries(PAGES).map(([path, text]) => ({
    path,
    text: path === changed ? text.replace(from, to) : text,
  }));
  return translationProblems(texts).join("\n");
}

test("pages in both languages with the same headings and code are in step", () => {
  assert.is(inStep("docs/a.md", "", ""), "");
  assert.is(inStep("docs/a.md", "b('two')", "b('zwö')"), "");
  assert.is(inStep("docs/a.zh.md", "// 一\n", "/* 一\n二 */\n"), "");
  assert.is(inStep("docs/a.zh.md", "## 乙", "## 乙\n\n见[下文](a.zh.md#乙)。"), "");
});

test("pages in two languages that are out of step are found, with both places", () => {
  const parts = (from: string, to: string, expected: RegExp, page: keyof typeof PAGES) => {
    assert.match(inStep(page, from, to), expected);
    assert.is(inStep(page, from, to).split("\n").length, 1);
  };
  const chinese = (from: string, to: string, expected: RegExp) =>
    parts(from, to, expected, "docs/a.zh.md");
  const head = /^docs\/a.md:10 and docs\/a.zh.md:12: .*: expected "## B", found "### 乙"$/;
  chinese("## 乙", "### 乙", head);
  chinese("## 乙\n", "", /a.md:10 and docs\/a.zh.md:13: .*expected "## B", found "```text"$/);
  chinese("```sh\nls '#'   # 全部\n```\n", "", /a.md:20 and .*:22: .*"```sh", found its end$/);
  chinese("```sh", "```ini", /a.md:20 and docs\/a.zh.md:22: .*"```sh", found "```ini"$/);
  chinese("| 1 |\n", "", /a table of 1 rows and 1 columns", found "a table of 0 rows/);
  chinese("| 1 |", "| 2 |", /a.md:18 and .*:20: a cell .*: expected "1", found "2"$/);
  parts("## B", "## B\n\nIn 20 ms, `b`.", /a.md:10 and .*:12: .*too: 20, `b`$/, "docs/a.md");
  chinese("a();", "a(1);", /a.md:6 and .*:7: the code .*: expected "a\(\);", found "a\(1\);"$/);
  chinese("ls '#'", "ls '##'", /a.md:21 and .*:23: .*: expected "ls '#'", found "ls '##'"$/);
  chinese("b('二');\n", "", /a.md:7 and docs\/a.zh.md:9: .*expected "b\('two'\);", found its end$/);
  chinese("b('二')", "c('二')", /expected "b\("…"\);", found "c\("…"\);"$/);
  chinese("[English](a.md)", "-", /^docs\/a.zh.md:3: expected .*: \[English\]\(a.md\)$/);
  parts("[中文](a.zh.md)", "-", /^docs\/a.md:3: .*: \[中文\]\(a.zh.md\)$/, "docs/a.md");
  chinese("## 乙\n", "## 乙\n[A](a.md)\n", /^docs\/a.zh.md:13: .*expected docs\/a.zh.md, found/);
  parts("## B", "## B\n[A](a.md#c)", /^docs\/a.md:11: .*one of a, b; found c$/, "docs/a.md");
});

test("a page in one language alone is found", () => {
  const alone = (path: string) => translationProblems([{ path, text: "# A\n" }]).join("\n");
  assert.match(alone("docs/a.md"), /^docs\/a.md:1: expected docs\/a.zh.md beside it/);
  assert.match(alone("docs/a.zh.md"), /^docs\/a.zh.md:1: expected docs\/a.md beside it/);
  assert.match(alone("README.md"), /^README.md:1: expected README.zh.md/);
  assert.is(alone("CONTRIBUTING.md"), "");
});

test("the project's own files are found", () => {
  const paths = sources().map((source) => source.path);
  for (
    const path of ["package.json", "lib/errors.ts", "test/house/checks.ts", "lib/system/boot.mjs"]
  ) {
    assert.ok(paths.includes(path), path);
  }
  assert.not(paths.some((path) => path.includes("node_modules")));
  assert.ok(sources().filter(isCode).length > 10);
});

test.run();
