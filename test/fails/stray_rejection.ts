/** Must be red: a rejection that nobody handles. */

import { suite } from "uvu";

const test = suite("stray_rejection");

test("passes, and leaves a rejection", () => {
  Promise.reject(new Error("nobody handles this"));
});
test.run();
