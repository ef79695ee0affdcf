/** The suite of what the command line asks of the lab: its flags before a command and behind it. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readWish } from "../../lib/repl/wish.ts";

const test = suite("wish");
const noEnv = () => undefined;

test("readWish() takes its own flags before the lesson and leaves the rest to it", () => {
  const wish = readWish(["--lang", "zh", "--no-state", "lock", "--threads", "4", "--help"], noEnv);
  assert.is(wish.language, "zh");
  assert.is(wish.state, false);
  assert.is(wish.help, false);
  assert.is(wish.word, "lock");
  assert.equal(wish.rest, ["--threads", "4", "--help"]);
  assert.is(readWish(["--help"], noEnv).help, true);
  assert.is(readWish(["--lang=zh"], noEnv).language, "zh");
  assert.is(readWish(["--runtime", "bun", "lock"], noEnv).runtime, "bun");
});

test("readWish() takes them behind it, too, but not those of a program of one's own", () => {
  const read = (...words: string[]) => readWish(words, noEnv);
  for (const command of ["lock", "explore", "check", "stats", "list", "glossary"]) {
    const wish = read(
      command,
      "--x",
      "1",
      "--no-state",
      "--runtime=deno",
      "--plain",
      "--lang",
      "zh",
    );
    assert.equal(wish.rest, ["--x", "1", "--lang", "zh"], command);
    assert.equal([wish.state, wish.runtime, wish.plain, wish.language], [
      false,
      "deno",
      true,
      "zh",
    ]);
  }
  assert.match(
    read("explore", "lock", "--runtime", "perl").wrong ?? "",
    /^--runtime must be .*"perl"$/,
  );
  const own = ["--no-state", "--runtime", "x"];
  for (
    const before of [["./mine.ts"], ["trace", "./mine.ts"], ["compare", "./mine.ts"], ["worker"]]
  ) {
    const wish = read(...before, ...own, "--plain");
    assert.equal(wish.rest, [...before.slice(1), ...own]);
    assert.equal([wish.state, wish.runtime, wish.plain], [true, undefined, true]);
  }
});

test("readWish() says in one line what is wrong, in the chosen language", () => {
  const wrong = (...words: string[]) => readWish(words, noEnv).wrong ?? "";
  assert.match(wrong("--lang", "fr"), /^--lang must be zh or en: got "fr"$/);
  assert.match(wrong("--runtime"), /^--runtime must be .*: no value given$/);
  assert.match(wrong("--land", "zh"), /--land.*did you mean --lang\?$/);
  assert.match(wrong("--lang", "zh", "--frob"), /没有 --frob/);
  assert.match(wrong("--runtime", "perl", "--lang", "zh"), /必须是.*"perl"/);
});

test.run();
