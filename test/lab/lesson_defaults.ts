/** The suite of the lessons just as they are: with their defaults each is over before anybody loses patience. */
// deadline: 600 s
// in a whole run: node24
// alone: half of them measure, and all are to take the time that they take for a learner

import { cpus, loadavg } from "node:os";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { spawnScript } from "../kit.ts";
import { inLanguage, runnable } from "../tools/lessons.ts";

const test = suite("lesson defaults");

/** Seconds that a lesson may take by its defaults, and what is allowed where others run beside it. */
const PATIENCE = 15, BUSY = 30;

/** Those whose numbers are the article's own, and longer. */
const ARTICLE: Readonly<Record<string, number>> = {
  queue: 20, // ten items, one every two seconds
};

/** At once: most of them wait most of the time. */
const TOGETHER = 3;

/** How many there are for each core: what has to compute takes so many times as long. */
const crowd = () => Math.max(1, loadavg()[0]! / cpus().length);

test(`each is over within ${PATIENCE} seconds, those of the article excepted`, async () => {
  const waiting = runnable.map(({ name }) => name), slow: string[] = [];
  for (const name of Object.keys(ARTICLE)) assert.ok(waiting.includes(name), name);
  const one = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const before = crowd();
      const ended = await spawnScript(`scripts/${name}.ts`, {
        env: inLanguage("en"),
        deadline: 300_000,
      });
      assert.equal([ended.code, ended.leftBehind], [0, 0], `${name}: ${ended.output}`);
      const more = Math.max(0, (ARTICLE[name] ?? 0) - PATIENCE);
      const limit = (BUSY + more) * Math.max(before, crowd());
      if (ended.elapsed / 1000 > limit) slow.push(`${name}: ${ended.elapsed} ms of ${limit} s`);
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, one));
  assert.equal(slow, []);
});

test.run();
