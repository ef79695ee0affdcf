/** Must be red: the main thread is blocked for ever. */
// deadline: 4 s

import { suite } from "uvu";

const test = suite("blocks");

test("blocks", () => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
test.run();
