/** Must be red: a test throws what is not an Error, and uvu exits with 0. */

import { suite } from "uvu";

const test = suite("not_an_error");

test("throws a text", () => {
  throw "a text"; // deno-lint-ignore no-throw-literal
});
test.run();
