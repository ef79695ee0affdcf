/** A person as the scheduler, and a verdict as text. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { explore, format, walk } from "../../lib/explore.ts";
import * as scenarios from "../fixtures/explored.ts";
import { within } from "../kit.ts";

const module = new URL("../fixtures/explored.ts", import.meta.url);
const test = suite("walk and format");

test(
  "a walk shows who can go on, goes back, and has a hint that leads to the failure",
  async () => {
    const steps = await walk(scenarios.addBoth, { args: [2, 1, 2], module });
    assert.equal(steps.choices.map(({ thread, enabled }) => [thread, enabled]), [
      ["MainThread", false],
      ["Thread-1 (add)", true],
      ["Thread-2 (add)", true],
    ]);
    await steps.back();
    assert.is(steps.steps.length, 0);
    await steps.take("Thread-2 (add)");
    await steps.back();
    for (let hint = await steps.hint(); hint; hint = await steps.hint()) {
      assert.is(hint.steps, 5 - steps.steps.length);
      await steps.take(hint.thread);
    }
    assert.is(steps.ended!.failure!.error!.name, "AssertionError");
    await steps.close();
  },
);

test("the text has the verdict first, a column a thread, and fits", async () => {
  const verdict = await within(
    60_000,
    explore(scenarios.addBoth, { module, args: [2, 1, 2], count: true }),
  );
  const lines = format(verdict).split("\n");
  assert.is(lines[0], " BROKEN in 4 of 6 orders. The smallest: 1 forced switch, 5 steps.");
  assert.match(lines[3]!, /held up here\s+read total -> 0/);
  for (const columns of [40, 100]) {
    const text = format(verdict, { columns, ascii: true });
    // deno-lint-ignore no-control-regex
    assert.match(text, /^[\x00-\x7f]*$/);
    assert.ok(text.split("\n").every((line) => line.length <= columns), text);
  }
  assert.match(format(verdict, { language: "zh" }), /出错/);
});

test.run();
