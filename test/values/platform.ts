/** The suite of objects whose state only the runtime sees: refused by name, and nothing of the program's own is. */

import { createCipheriv } from "node:crypto";
import { EventEmitter } from "node:events";
import { promises, readdirSync, statSync } from "node:fs";
import { builtinModules } from "node:module";
import { BlockList, SocketAddress } from "node:net";
import { createHistogram, monitorEventLoopDelay } from "node:perf_hooks";
import process from "node:process";
import url from "node:url";
import util from "node:util";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { encode } from "../../lib/codec.ts";
import { Queue } from "../../lib/queue.ts";
import { thrown } from "../fixtures/outcomes.ts";
import { runtime } from "../kit.ts";

const test = suite("platform");

/** Why it cannot be sent, or "carried". */
function refusalOf(value: unknown): string {
  try {
    encode(value, { path: "args", border: "process" });
    return "carried";
  } catch (error) {
    return (error as Error).message;
  }
}

type Make = new (...args: unknown[]) => object;
const scope = globalThis as unknown as Record<string, Record<string, Make>>;

test("what the runtime keeps out of sight is refused by its name, not sent as an empty object", async () => {
  const bytes = new Uint8Array(16);
  const refused: [object, RegExp][] = [
    [new BlockList(), /^args is a BlockList: /],
    [new SocketAddress({ address: "127.0.0.1" }), /^args is a SocketAddress: /],
    [createHistogram(), /^args is a (?:Recordable)?Histogram: /],
    [monitorEventLoopDelay(), /^args is an? \w*Histogram: /],
    [createCipheriv("aes-128-cbc", bytes, bytes), /^args is a Cipheriv: /],
    [Math, /^args is Math: /],
    [Atomics, /^args is Atomics: /],
    [Intl, /^args is Intl: /],
    [JSON, /^args is JSON: /],
    [Reflect, /^args is Reflect: /],
  ];
  const { MIMEType } = util as unknown as Record<string, Make | undefined>;
  if (MIMEType) refused.push([new MIMEType("text/plain"), /^args is a MIMEType: /]);
  const sqlite = process.getBuiltinModule("node:sqlite") as unknown as
    | Record<string, Make>
    | undefined;
  if (sqlite) refused.push([new sqlite["DatabaseSync"]!(":memory:"), /^args is a DatabaseSync: /]);
  if (runtime === "bun") {
    const { CryptoHasher, Transpiler } = scope["Bun"]!;
    refused.push([new CryptoHasher!("sha256"), /^args is a Bun\.CryptoHasher: /]);
    refused.push([new Transpiler!(), /^args is a Bun\.Transpiler: /]);
    const { Database } = process.getBuiltinModule("bun:sqlite") as unknown as Record<string, Make>;
    refused.push([new Database!(":memory:"), /^args is a Database: /]);
  }
  for (const [value, message] of refused) assert.match(refusalOf(value), message);
  await using file = await promises.open("test/kit.ts");
  assert.match(refusalOf([file]), /^args\[0\] is a FileHandle: /);
  if (runtime === "deno") {
    const { Command, openSync } = scope["Deno"]!;
    assert.match(refusalOf(new Command!("true")), /^args is a Deno\.Command: /);
    using opened = (openSync as unknown as (path: string) => object & Disposable)("test/kit.ts");
    assert.match(refusalOf(opened), /^args is a Deno\.FsFile: /);
  }
  const queue = new Queue<unknown>();
  assert.match((thrown(() => queue.putSync(new BlockList())) as Error).message, /is a BlockList/);
});

/** Those of which nothing is hidden: what they have are fields. */
const PLAIN = ["BigIntStats", "Buffer", "Dirent", "EventEmitter", "Stats", "StatFs", "Url"];
/** Their classes say no name that could be looked for (Node 24.21.0, Bun 1.4.5). */
const NAMELESS = { node: ["Module"], bun: ["Module", "Session"], deno: [] }[runtime];

test("the objects of every class that a built-in module exports are refused, but for the plain ones", () => {
  const carried = new Set<string>();
  for (const name of builtinModules) {
    // Old names, those that warn, and what stands in for packages.
    if (/^(?:_|sys$|punycode$|wasi$|internal|bun(?:$|:wrap)|test|undici$|ws$)/.test(name)) continue;
    const found = process.getBuiltinModule(name) as unknown as Record<string, unknown> | undefined;
    for (const key of Object.getOwnPropertyNames(found ?? {})) {
      const { value } = Object.getOwnPropertyDescriptor(found, key)!;
      if (typeof value !== "function" || !/^[A-Z].*-[A-Z]/.test(`${key}-${value.name}`)) continue;
      const prototype = value.prototype as object | undefined;
      if (!prototype || prototype instanceof Error || prototype === Error.prototype) continue;
      // Functions of old that are no classes.
      if (Reflect.ownKeys(prototype).length < 2) continue;
      if (refusalOf(Object.create(prototype)) === "carried") carried.add(key);
    }
  }
  for (const name of [...PLAIN, ...NAMELESS]) carried.delete(name);
  assert.equal([...carried], []);
});

test("objects of the program's own classes are their fields, whatever the classes are called", () => {
  class Fields {
    x = 1;
  }
  const named = (name: string) => ({ [name]: class extends Fields {} })[name]!;
  for (const name of ["Socket", "Server", "BlockList", "Database", "Worker", "Hash", "MIMEType"]) {
    assert.is(refusalOf(new (named(name))()), "carried", name);
  }
  const key = Symbol("key");
  class Symbols extends Fields {
    [key] = new WeakMap();
    get [Symbol.toStringTag]() {
      return "Symbols";
    }
  }
  class Emitter extends EventEmitter {
    x = 1;
  }
  const Proxied = new Proxy(class Behind extends Fields {}, {});
  Proxied.prototype.constructor = Proxied;
  class Bound extends Fields {}
  Bound.prototype.constructor = Bound.bind(null) as unknown as typeof Bound;
  const tagged = Object.defineProperty({}, Symbol.toStringTag, { value: "Mine" });
  for (
    const value of [
      new Symbols(),
      new Emitter(),
      new Proxied(),
      new Bound(),
      tagged,
      Object.create(null),
      Object.create(Fields.prototype),
      Object.assign(Object.create({ constructor: "text" }), { x: 1 }),
    ]
  ) assert.is(refusalOf(value), "carried");
});

test("what the runtime gives as plain fields is carried", () => {
  const queue = new Queue<unknown>();
  const stat = statSync("test");
  queue.putSync(stat);
  assert.is((queue.getSync() as typeof stat).mtimeMs, stat.mtimeMs);
  const [entry] = readdirSync("test", { withFileTypes: true });
  queue.putSync(entry);
  assert.is((queue.getSync() as typeof entry)!.name, entry!.name);
  const { Url } = url as unknown as Record<string, Make>;
  queue.putSync([
    Object.assign(new Url!(), { host: "a" }),
    process.memoryUsage(),
    process.versions,
    {
      ...process.env,
    },
  ]);
  assert.is((queue.getSync() as { host: string }[])[0]!.host, "a");
});

test.run();
