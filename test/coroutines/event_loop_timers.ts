/** The suite of the event loop's heap of timers. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import {} from "../../lib/coroutine.ts";
import { type Timer, Timers } from "../../lib/coroutine/timers.ts";
import {} from "../fixtures/coroutines.ts";
import { random } from "../kit.ts";

const test = suite("event_loop_timers");

test("timers come out by time, equal ones in order of arrival, cancelled ones never", () => {
  const next = random(11);
  const timers = new Timers();
  let model: Timer[] = [];
  for (let step = 0; step < 5000; step++) {
    const what = next();
    if (what < 0.5 || model.length === 0) {
      model.push(timers.add(Math.floor(next() * 50), { run() {} }));
    } else {
      const chosen = model[Math.floor(next() * model.length)]!;
      const timer = what < 0.75 ? timers.earliest! : chosen;
      timers.remove(timer);
      timers.remove(timer);
      model = model.filter((other) => other !== timer);
    }
    model.sort((a, b) => a.when - b.when || a.order - b.order);
    assert.is(timers.earliest, model[0]);
  }
});

test.run();
