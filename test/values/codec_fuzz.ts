/** The suite that sends random values, and reads bytes that nobody wrote. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { decode, encode } from "../../lib/codec.ts";
import { RandomValues, seeded } from "../tools/codec/random.ts";
import { assertSame } from "../tools/codec/same.ts";

const test = suite("codec fuzz");

const SEED = 20251125;
const options = { path: "item", border: "process" } as const;

/** What decoding gives: a value, or the one error that damaged bytes may cause. */
function tryDecode(bytes: Uint8Array): "value" | "damaged" {
  try {
    decode(bytes, options);
    return "value";
  } catch (error) {
    assert.instance(error, TypeError, String(error));
    assert.match((error as Error).message, /^cannot decode a message of \d+ bytes: /);
    return "damaged";
  }
}

test("what comes back is what structured clone gives", () => {
  const values = new RandomValues(seeded(SEED));
  for (let i = 0; i < 3000; i++) {
    const value = values.value();
    try {
      assertSame(decode(encode(value, options).slice(), options), structuredClone(value));
    } catch (error) {
      throw new Error(`value ${i}: ${String(error)}`, { cause: error });
    }
  }
});

test("bytes that are cut short are always refused", () => {
  const values = new RandomValues(seeded(SEED + 1));
  for (let i = 0; i < 200; i++) {
    const bytes = encode(values.value(), options).slice();
    const step = Math.max(1, Math.floor(bytes.length / 50));
    for (let size = 0; size < bytes.length; size += step) {
      assert.is(tryDecode(bytes.subarray(0, size)), "damaged", `value ${i} cut to ${size}`);
    }
    assert.is(tryDecode(new Uint8Array([...bytes, 0])), "damaged", "one byte too many");
  }
});

test("damaged bytes give a value or an error, quickly and without wild allocation", () => {
  const random = seeded(SEED + 2);
  const values = new RandomValues(random);
  const before = process.memoryUsage().rss;
  let refused = 0;
  for (let i = 0; i < 1500; i++) {
    const bytes = encode(values.value(), options).slice();
    for (let round = 0; round < 10; round++) {
      const damaged = bytes.slice();
      for (let hits = 0; hits <= round % 3; hits++) {
        damaged[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      }
      if (tryDecode(damaged) === "damaged") refused++;
    }
  }
  assert.ok(refused > 1000, `${refused} of 15000 were refused`);
  const grown = (process.memoryUsage().rss - before) / 1e6;
  assert.ok(grown < 500, `memory grew by ${grown} MB`);
});

test("random bytes give a value or an error", () => {
  const random = seeded(SEED + 3);
  for (let i = 0; i < 20_000; i++) {
    // Mostly tags: bytes of which a decoder makes the most.
    const highest = i % 2 === 0 ? 40 : 256;
    const bytes = Uint8Array.from({ length: i % 60 }, () => Math.floor(random() * highest));
    tryDecode(bytes);
  }
});

test("the same tag over and over, however long, is refused or read", () => {
  for (let tag = 0; tag < 256; tag++) {
    for (const size of [10, 100_000]) {
      tryDecode(new Uint8Array(size).fill(tag));
      tryDecode(Uint8Array.from({ length: size }, (_, i) => i % 2 === 0 ? tag : 1));
    }
  }
});

test("errors nested in each other by the thousand are refused", () => {
  const name = [0x45, ...new TextEncoder().encode("Error")];
  const level = [29, ...name, 0, 0, 1, 0x41, 0x61];
  const bytes = new Uint8Array(50_000 * level.length);
  for (let i = 0; i < bytes.length; i += level.length) bytes.set(level, i);
  assert.is(tryDecode(bytes), "damaged");
});

test("gaps in arrays take no room", () => {
  const before = process.memoryUsage().rss;
  // An array of arrays, each of which claims two million holes in seven bytes.
  const gap = [14, 0x80, 0x89, 0x7a, 13, 0x80, 0x89, 0x7a];
  const bytes = Uint8Array.from([14, 100, ...new Array<number[]>(100).fill(gap).flat()]);
  const arrays = decode(bytes, options) as unknown[][];
  assert.is(arrays[99]!.length, 2_000_000);
  const grown = (process.memoryUsage().rss - before) / 1e6;
  assert.ok(grown < 200, `memory grew by ${grown} MB`);
});

test("a length that is a lie allocates nothing", () => {
  const before = process.memoryUsage().rss;
  const huge = [0xff, 0xff, 0xff, 0xff, 0x0f];
  const tooLong = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f];
  for (let tag = 0; tag < 64; tag++) {
    for (const length of [huge, tooLong]) {
      tryDecode(Uint8Array.from([tag, ...length]));
      tryDecode(Uint8Array.from([tag, ...length, 13, ...length, 1, 1]));
      tryDecode(Uint8Array.from([tag, 0, ...length, 1, 1, 1, 1]));
    }
  }
  const grown = (process.memoryUsage().rss - before) / 1e6;
  assert.ok(grown < 200, `memory grew by ${grown} MB`);
});

test.run();
