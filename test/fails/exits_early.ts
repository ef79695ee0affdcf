/** Must be red: a test ends the program with exit code 0. */

import { suite } from "uvu";
import process from "node:process";

const test = suite("exits_early");

test("ends the program", () => {
  process.exit(0);
});
test("is never reached", () => {});
test.run();
