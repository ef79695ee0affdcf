/** Must be red: all tests pass, but the program does not end: a leak is a defect. */

import { suite } from "uvu";
import { setInterval } from "node:timers";

const test = suite("leaks_handle");

test("leaks a timer", () => {
  setInterval(() => {}, 1000);
});
test.run();
