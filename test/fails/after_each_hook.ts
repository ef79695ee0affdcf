/** Must be red: a hook throws after each test, and uvu exits with 0. */

import { suite } from "uvu";

const test = suite("after_each_hook");

test.after.each(() => {
  throw new Error("thrown after each");
});
test("passes", () => {});
test("is never reached", () => {});
test.run();
