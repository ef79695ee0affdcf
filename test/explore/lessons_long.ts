/** What takes thousands of executions to prove of lessons, with the values that the lab proposes. */
// deadline: 600 s
// in a whole run: node24
// What is executed is the same on every runtime: once is enough, and the rest is in lessons.ts.

import * as assert from "uvu/assert";
import { suite } from "uvu";
import { about as aboutLivelock } from "../../scripts/about/livelock.ts";
import { about as aboutPhilosophers } from "../../scripts/about/philosophers.ts";
import { scenario as livelock } from "../../scripts/livelock.ts";
import { scenario as philosophers } from "../../scripts/philosophers.ts";
import { exploring } from "../tools/exploring.ts";

const test = suite("lessons explored at length");
const limits = { time: 500_000 }; // a minute on a quiet machine

test("philosophers: three with a waiter never close a circle", async () => {
  const waited = { order: false, waiter: true };
  const { result, failure } = await exploring(
    aboutPhilosophers,
    philosophers,
    waited,
    [],
    limits,
  );
  assert.equal([result, failure], ["holds", null]);
});

test("livelock: where chance decides who waits, both get done in every order", async () => {
  const { result, failure } = await exploring(aboutLivelock, livelock, {}, [], limits);
  assert.equal([result, failure], ["holds", null]);
});

test.run();
