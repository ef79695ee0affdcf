/** Must be red: all tests pass, but the exit code is not 0. */

import { suite } from "uvu";
import process from "node:process";

const test = suite("exit_code");

test("sets an exit code when all is over", () => {
  process.on("exit", () => process.exitCode = 3);
});
test.run();
