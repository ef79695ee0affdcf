/** Must be red: a promise never settles and nothing holds the program: it ends early. */

import { suite } from "uvu";

const test = suite("never_settles");

test("waits for ever", () => new Promise<void>(() => {}));
test.run();
