/** Deno with few permissions: threads need to read, processes five, and an error names what is missing. */
// deadline: 400 s

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { refusal } from "../../lib/runtime/current.ts";
import { root, runtime } from "../kit.ts";
import { Project } from "../tools/packed.ts";

const test = suite("Permissions");

const program = readFileSync(join(root, "test/consumers/starts.txt"), "utf8");

const ALL = ["--allow-read", "--allow-write", "--allow-net", "--allow-run", "--allow-env"];

if (runtime === "deno") {
  const project = new Project("permissions", {
    "package.json": '{ "name": "permissions", "type": "module" }',
    "main.mjs": program,
  });
  const linesWith = (...permissions: string[]) => {
    const { stdout, stderr } = project.run(["main.mjs"], { permissions });
    assert.is(stderr, "");
    return stdout.trimEnd().split("\n");
  };
  const missing = (...flags: string[]) =>
    `Deno gives this program too few permissions. Processes need ${ALL.join(" ")}; ` +
    `not given, or not for everything: ${flags.join(" ")}`;

  test("with none of these, an error of a thread names --allow-read, of a process all five", () => {
    // Deno 2.9.6 starts another Deno with -A where its command line has no permission at all.
    const [thread, child] = linesWith("--allow-sys=hostname");
    assert.match(thread!, /^thread .*Requires read access to .*--allow-read/, `${thread}`);
    assert.ok(child!.endsWith(missing(...ALL)), child);
  });

  test("--allow-read is enough for threads", () => {
    const [thread, child] = linesWith("--allow-read");
    assert.is(thread, "thread 42");
    assert.ok(child!.endsWith(missing(...ALL.slice(1))), child);
  });

  for (const one of ALL.slice(1)) {
    test(`all but ${one}: the error of a process names it, and no other`, () => {
      const [thread, child] = linesWith(...ALL.filter((flag) => flag !== one));
      assert.is(thread, "thread 42");
      assert.match(child!, /^process RuntimeError: Cannot (start|share)/);
      assert.ok(child!.endsWith(missing(one)), child);
    });
  }

  test("the five are enough for processes, and no other is asked for", () => {
    assert.equal(linesWith(...ALL), ["thread 42", "process 42", "pool 2,4", "threads 2,4"]);
  });
} else {
  test("there are none on this runtime: no error is taken for the want of one", () => {
    const error = Object.assign(new Error("no"), { name: "NotCapable" });
    assert.is(refusal(error), undefined);
  });
}

test.run();
