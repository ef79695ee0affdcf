/** Must be red: a test fails. */

import { suite } from "uvu";
import * as assert from "uvu/assert";

const test = suite("fails");

test("passes", () => {});
test("fails", () => assert.is(1, 2));
test.run();
