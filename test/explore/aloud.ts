/** What explored threads print is left out unless a replay shows it, and their dates are virtual. */
// deadline: 200 s

import * as assert from "uvu/assert";
import { suite } from "uvu";
import { explore } from "../../lib/explore.ts";
import * as aloud from "../fixtures/explored_aloud.ts";
import { spawnScript, within } from "../kit.ts";

const script = new URL("../fixtures/explored_aloud.ts", import.meta.url);

const output = suite("output");

function times(text: string, line: string): number {
  return text.split("\n").filter((other) => other === line).length;
}

output(
  "is silent while exploring, by print, console and streams, and back afterwards",
  async () => {
    const { code, stdout, stderr } = await spawnScript(script);
    assert.equal([code, stdout, stderr], [0, "free\n", ""]);
  },
);

output("is shown by a replay that is asked to, once for each thread", async () => {
  const { code, stdout, stderr } = await spawnScript(script, { args: ["replay"] });
  assert.is(code, 0);
  const lines = ["from print", "from log", "from stdout", "scenario", "free"];
  assert.equal(lines.map((line) => times(stdout, line)), [2, 2, 2, 1, 1]);
  assert.equal(["from error", "from stderr"].map((line) => times(stderr, line)), [2, 2]);
});

output("is silent while a thread loads its module, also when it cannot", async () => {
  const unloadable = new URL("../fixtures/explored_unloadable.ts", import.meta.url);
  const { code, stdout, stderr } = await spawnScript(unloadable);
  assert.equal([code, stdout, stderr], [0, "no thread can load it\n", ""]);
});

output.run();

const dates = suite("dates");

dates("new Date(), Date() and the date's own class tell the virtual time", async () => {
  const { outcomes } = await within(30_000, explore(aloud.dated, { module: script }));
  assert.equal(outcomes.map(({ value }) => value), [[90_000, 0, 0, 0, true, 0, 3, 8]]);
});

dates.run();
