/** The suite of the lab's file where it is corrupt, of another version, deleted, or cannot be. */

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { LANGUAGES } from "../../lib/lesson/language.ts";
import { openStore } from "../../lib/repl/state/file.ts";
import { doneIn, VERSION, withDone } from "../../lib/repl/state/state.ts";
import { temporary } from "../tools/lab.ts";

const test = suite("state file");

test("a corrupt file is set aside and said, whatever is wrong with it", async () => {
  const corrupt = [
    "",
    "{",
    "null",
    "[]",
    '{"version":"one"}',
    '{"version":0.5}',
    '{"values":3}',
    '{"solved":"all"}',
    '{"done":{"lock":-1}}',
    '{"predictions":{"right":1,"wrong":0,"last":[{"lesson":"lock"}]}}',
  ];
  for (const text of corrupt) {
    await temporary((folder) => {
      const file = join(folder, "values.json");
      writeFileSync(file, text);
      const store = openStore(file);
      const notices = store.notices();
      assert.is(notices.length, 1, text);
      assert.ok(notices[0]!.en.includes(`${file}.broken`) && notices[0]!.zh.includes(".broken"));
      assert.equal(store.notices(), [], "said once");
      assert.is(readFileSync(`${file}.broken`, "utf8"), text);
      store.change((state) => withDone(state, "lock"));
      assert.equal([...doneIn(openStore(file).now())], ["lock"]);
      return Promise.resolve();
    });
  }
});

test("one that becomes corrupt, or is deleted, while the menu is open does no harm", async () => {
  await temporary((folder) => {
    const file = join(folder, "values.json");
    const store = openStore(file);
    store.change((state) => withDone(state, "lock"));
    writeFileSync(file, "{");
    store.change((state) => withDone(state, "thread"));
    assert.is(store.notices().length, 1);
    assert.equal([...doneIn(openStore(file).now())], ["thread"]);
    rmSync(file);
    assert.equal([...doneIn(store.now())], ["lock", "thread"]);
    store.change((state) => withDone(state, "queue"));
    assert.equal([...doneIn(openStore(file).now())], ["queue"]);
    return Promise.resolve();
  });
});

test("where there can be no file, that is said once, and the session knows what was done", async () => {
  await temporary((folder) => {
    const taken = join(folder, "taken"), text = "a file where a folder should be";
    mkdirSync(join(folder, "values.json"));
    writeFileSync(taken, text);
    for (const file of [join(folder, "values.json"), join(taken, "interleave", "values.json")]) {
      const store = openStore(file);
      store.change((state) => withDone(state, "lock"));
      store.change((state) => withDone(state, "thread"));
      const notices = store.notices();
      assert.is(notices.length, 1, file);
      for (const language of LANGUAGES) assert.ok(notices[0]![language].includes(file));
      assert.equal([...doneIn(store.now())], ["lock", "thread"]);
    }
    assert.is(readFileSync(taken, "utf8"), text);
    assert.equal(readdirSync(folder).sort(), ["taken", "values.json"]);
    return Promise.resolve();
  });
});

test("a file of a newer version is neither read nor changed, and that is said", async () => {
  await temporary((folder) => {
    const file = join(folder, "values.json");
    const text = JSON.stringify({ version: VERSION + 1, done: "another form" });
    writeFileSync(file, text);
    const store = openStore(file);
    assert.match(store.notices()[0]!.en, "newer");
    store.change((state) => withDone(state, "lock"));
    assert.equal([...doneIn(store.now())], ["lock"], "the session knows it");
    assert.is(readFileSync(file, "utf8"), text);
    return Promise.resolve();
  });
});

test.run();
