/** The flags of `explore`, `step` and `replay` that say what a program may do, and what is shown of it. */
// deadline: 180 s

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { root, type ScriptOptions, spawnScript } from "../kit.ts";
import { english, temporary } from "../tools/lab.ts";

const test = suite("exploring_rules");
const repl = pathToFileURL(join(root, "repl.ts"));

async function lab(words: readonly string[], options: ScriptOptions = {}) {
  const ended = await spawnScript(repl, {
    args: [...words],
    env: english,
    deadline: 60_000,
    ...options,
  });
  return { code: ended.code, out: ended.stdout, wrong: ended.stderr };
}

const PROGRAM = `
export function set(event: Event) { event.set(); }
export function hasty(): boolean {
  const event = new Event({ name: "event" });
  const thread = new Thread({ target: set, args: [event] });
  thread.start();
  const seen = event.waitSync({ timeout: 1000 });
  thread.joinSync();
  console.log("seen", seen);
  if (!seen) throw new Error("too early");
  return seen;
}
export function announce(ready: Value, changed: Condition) {
  changed.acquireSync();
  ready.value = 1;
  changed.notifyAll();
  changed.release();
}
export function woken() {
  const changed = new Condition(undefined, { name: "changed" });
  const ready = new Value("int32", 0, { name: "ready" });
  const thread = new Thread({ target: announce, args: [ready, changed] });
  changed.acquireSync();
  thread.start();
  changed.waitSync();
  if (ready.value !== 1) throw new Error("woken for no reason");
  changed.release();
  thread.joinSync();
}
export function long() {
  const value = new Value("int32", 0);
  for (let i = 0; i < 30; i++) value.value = i;
}
`;

async function withProgram(act: (options: ScriptOptions) => Promise<void>): Promise<void> {
  await temporary(async (folder) => {
    const library = pathToFileURL(join(root, "lib", "threading.ts")).href;
    writeFileSync(
      join(folder, "my.ts"),
      `import { Condition, Event, Thread, Value } from "${library}";${PROGRAM}`,
    );
    writeFileSync(join(folder, "package.json"), `{ "type": "module" }`);
    await act({ cwd: folder });
  });
}

test("waits that may end early, or for no reason, and how long a schedule may be", async () => {
  await withProgram(async (here) => {
    assert.is((await lab(["explore", "my.ts#hasty"], here)).code, 0);
    const early = await lab(["explore", "my.ts#hasty", "--early"], here);
    assert.equal([early.code, /Error: too early/.test(early.out)], [1, true]);
    assert.match(early.out, /step 'my\.ts#hasty' --early\n/, "step has the same rules");
    assert.is((await lab(["explore", "my.ts#woken"], here)).code, 0);
    const woken = await lab(["explore", "my.ts#woken", "--spurious"], here);
    assert.equal([woken.code, /woken for no reason/.test(woken.out)], [1, true]);
    assert.is((await lab(["explore", "my.ts#long"], here)).code, 0);
    const long = await lab(["explore", "my.ts#long", "--steps", "20"], here);
    assert.match(long.out, /some orders have more than 20 steps/);
    assert.is(long.code, 3);
  });
});

test("step has the rules, too", async () => {
  await withProgram(async (here) => {
    const answers = `${["1", "1", "1", "leave"].join("\n")}\n`;
    const { out } = await lab(["step", "my.ts#hasty", "--early"], { ...here, stdin: answers });
    assert.match(out, /too early/);
    const patient = await lab(["step", "my.ts#hasty"], { ...here, stdin: answers });
    assert.not.match(patient.out, /too early/);
  });
});

test("replay shows what the program prints, if it is asked to", async () => {
  await withProgram(async (here) => {
    const { out } = await lab(["explore", "my.ts#hasty", "--early"], here);
    const [, schedule] = /replay 'my\.ts#hasty' (\S+)\n/.exec(out)!;
    const silent = await lab(["replay", "my.ts#hasty", schedule!], here);
    assert.equal([silent.code, /seen false/.test(silent.out)], [1, false]);
    const shown = await lab(["replay", "my.ts#hasty", schedule!, "--output"], here);
    assert.equal([shown.code, /seen false/.test(shown.out)], [1, true]);
    const wrong = await lab(["replay", "my.ts#hasty", schedule!, "--seed", "3"], here);
    assert.equal([wrong.code, /there is no flag --seed/.test(wrong.wrong)], [2, true]);
  });
});

test("what is for a run is refused", async () => {
  for (const flag of ["--timeline", "--trace=x.json", "--html=x.html"]) {
    for (const words of [["explore", "lock"], ["step", "lock"], ["replay", "lock", "0-1.abc"]]) {
      const { code, wrong } = await lab([...words, flag]);
      assert.is(code, 2);
      assert.match(wrong, new RegExp(`^${words[0]} records nothing`));
    }
  }
});

test.run();
