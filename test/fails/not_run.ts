/** Must be red: .run() is forgotten, and uvu exits with 0. */

import { suite } from "uvu";

const test = suite("not_run");

test("is never run", () => {
  throw new Error("nobody sees this");
});
