/** Must be red: a test is left out: a difference is asserted, never skipped. */

import { suite } from "uvu";

const test = suite("skips");

test("passes", () => {});
test.skip("is left out", () => {});
test.run();
