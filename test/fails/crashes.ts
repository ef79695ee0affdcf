/** Must be red: the program is killed by a signal. */

import { suite } from "uvu";
import process from "node:process";

const test = suite("crashes");

test("dies", async () => {
  process.kill(process.pid, "SIGKILL");
  await new Promise<void>(() => {});
});
test.run();
