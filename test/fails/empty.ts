/** Must be red: the suite has no test. */

import { suite } from "uvu";

const test = suite("empty");

test.run();
