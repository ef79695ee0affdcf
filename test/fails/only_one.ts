/** Must be red: one test is picked out, and the others no longer run. */

import { suite } from "uvu";

const test = suite("only_one");

test.only("passes", () => {});
test("is forgotten", () => {
  throw new Error("nobody sees this");
});
test.run();
