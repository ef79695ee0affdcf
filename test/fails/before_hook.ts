/** Must be red: a hook throws before the first test, and uvu exits with 0. */

import { suite } from "uvu";

const test = suite("before_hook");

test.before(() => {
  throw new Error("thrown before all");
});
test("is never reached", () => {});
test.run();
