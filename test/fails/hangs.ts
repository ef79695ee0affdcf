/** Must be red: a promise never settles while a handle holds the program: it never ends. */
// deadline: 4 s

import { suite } from "uvu";
import { setInterval } from "node:timers";

const test = suite("hangs");

test("waits for ever, alive", async () => {
  setInterval(() => {}, 1000);
  await new Promise<void>(() => {});
});
test.run();
