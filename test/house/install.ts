/** The suite of docs/install.md: each row of its table names a test that there is, in both languages. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { root } from "../kit.ts";

const test = suite("docs/install");

const read = (path: string) => readFileSync(join(root, path), "utf8");

/** The cells of a table's rows whose last names a test: "yes" or "no" for each runtime, and the test. */
function rowsOf(path: string): string[][] {
  return read(path).split("\n")
    .filter((line) => /\| (consumers\/\w+: .*?) +\|$/.test(line))
    .map((line) => line.split("|").slice(2, -1).map((cell) => cell.trim()));
}

test("each row of the table names a test that there is", () => {
  const rows = rowsOf("docs/install.md");
  assert.ok(rows.length > 10);
  for (const row of rows) {
    assert.is(row.length, 7, row.join());
    const [, name, title] = /^(\S+): (.*)$/.exec(row[6]!)!;
    const titles = read(`test/${name}.ts`).match(/^ *test\((?:[`"'])(.*)[`"'],/gm)?.join("\n");
    assert.ok(titles?.includes(title!), `${name} has no test named "${title}"`);
  }
});

test("the Chinese table has the same answers and tests", () => {
  const chinese = rowsOf("docs/install.zh.md").map((row) =>
    row.map((cell) =>
      cell.replace(/^是$/, "yes").replace(/^否$/, "no").replace(/^用 tsx$/, "by tsx")
    )
  );
  assert.equal(chinese, rowsOf("docs/install.md"));
});

test.run();
