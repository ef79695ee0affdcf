/** Must be red: all tests pass, but a process is left running. */

import { suite } from "uvu";
import { spawn } from "node:child_process";

const test = suite("leaves_process");

test("leaves a process", () => {
  spawn("sleep", ["60"], { stdio: "ignore", detached: true }).unref();
});
test.run();
