/** The suite of addresses: what is no URL of a Redis is refused, and no password in it is shown. */

// deadline: 300 s

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Pool, serve } from "../../lib/distributed.ts";
import { addressOf } from "../../lib/distributed/address.ts";
import { spawnScript } from "../kit.ts";
import { rejection, thrown } from "../fixtures/outcomes.ts";
import { served } from "../fixtures/distributed/host.ts";

const test = suite("distributed: addresses");

/** What is no address, and what of it is shown. */
const WRONG = {
  "user:topsecret@host:6379": "***@host:6379",
  "topsecret@host": "***@host",
  "redis:/me:topsecret@host": "***@host",
  "redis:me:topsecret@host": "***@host",
  "redis://:top@secret@host/abc": "***@host/abc",
  "redis://:top/secret@host": "***@host",
  "redis://user:12/topsecret@host": "***@host",
  "redis://user:12#topsecret@host": "***@host",
  "redis://user:12?topsecret@host": "***@host",
  "redis://me:topsecret@": "***@",
  "redis://me:topsecret@host:port": "***@host:port",
  "http://me:topsecret@host": "***@host",
  "//me:topsecret@host": "***@host",
  "redis://me:topsecret": "redis://me:***",
  "redis://:topsecret": "redis://:***",
  "redis://:1234": "redis://:***",
  "redis:topsecret": "redis:***",
  "http://host:6379/1": "http://host:6379/1",
  "redis://host/-1": "redis://host/-1",
};

for (const [url, shown] of Object.entries(WRONG)) {
  test(`${url} is refused and shown as ${shown}`, async () => {
    const errors = [thrown(() => new Pool({ url })), await rejection(serve({ url, root: served }))];
    for (const error of errors as Error[]) {
      assert.instance(error, TypeError);
      assert.ok(error.message.includes(`rediss:// for TLS, but it is "${shown}"`), error.message);
      assert.not.match(`${error.stack}`, /top|secret/);
    }
  });
}

for (const [what, url] of [["user", "a%zz:b"], ["password", "a:topsecret%"]] as const) {
  test(`a % in the ${what} that means nothing is explained`, () => {
    const error = thrown(() => addressOf("make pool", `redis://${url}@host`, undefined)) as Error;
    assert.instance(error, TypeError);
    assert.ok(error.message.endsWith(`with % in the ${what} written as %25`), error.message);
    assert.not.match(`${error.stack}`, /topsecret|zz/);
  });
}

test("what can be an address is one, with all signs of its password", () => {
  const passwords = {
    "redis://:top@secret@host": "top@secret",
    "redis://me:100%25@host:1/2": "100%",
    "rediss://me:a%40b%2Fc@[::1]": "a@b/c",
    "redis://host:6379": undefined,
  };
  for (const [url, password] of Object.entries(passwords)) {
    assert.is(addressOf("make pool", url, undefined).password, password);
    assert.not.match(addressOf("make pool", url, undefined).shown, /top|secret|100|me|@/);
  }
});

test("interleave worker shows no password either", async () => {
  const urls = ["me:topsecret@host", "redis:/me:topsecret@host", "redis://:topsecret%@host"];
  for (const url of urls) {
    const { code, output } = await spawnScript("repl.ts", {
      args: ["worker", "--root", served, "--url", url],
    });
    assert.is(code, 2);
    assert.match(output, /url must be one/);
    assert.not.match(output, /topsecret/);
  }
});

test.run();
