/** Must be red: the program ends before its tests are made, at an import. */

import { suite } from "uvu";

const nowhere = "./there_is_none.ts";
await import(nowhere);

const test = suite("not_found");
test("is never made", () => {});
test.run();
