/** How classes register objects that cross a border as a reference, and are restored behind it. */

import { SHARED } from "./tags.ts";
import { Refusal } from "./refusal.ts";
import { readString, writeString } from "./string.ts";
import type { Reader } from "./reader.ts";
import type { Border, Writer } from "./writer.ts";

/** What a shared object says about itself when it is to cross a border. */
export interface Shared {
  /** The name under which `registerShared` knows how to restore it. */
  readonly kind: string;
  /** What the other side restores it from. */
  readonly parts: unknown;
}

/** Makes a shared object of the parts that `[share]` gave on the other side of the border. */
export type Restore = (parts: unknown, border: Within) => unknown;

/** The borders within a machine: nothing that is shared can cross the one between machines. */
export type Within = Exclude<Border, "machine">;

/**
 * The key of the method that makes an instance of a class a shared object: `[share](border)` answers
 * its kind and its parts. Where it cannot cross that border it throws a TypeError that says why.
 */
export const share: unique symbol = Symbol("share");

/** What `[share]` is. */
export type Share = (border: Within) => Shared;

const restorers = new Map<string, Restore>();

/**
 * Says how to restore the shared objects of a kind. To be called by the module that defines their
 * class, so that it has happened wherever such an object may arrive.
 *
 * @param kind the name that `[share]` gives
 * @param restore makes the object of its parts; what it throws, `decode` throws. It is called once for
 * an object, however often that is in a message, with parts that are complete: they cannot hold the
 * object itself, and nest at most 24 levels deep.
 * @throws {TypeError} when another function is registered for that kind
 *
 * @example
 * ```ts
 * import { type Border, decode, encode, registerShared, share } from "../lib/codec.ts";
 * import assert from "node:assert/strict";
 *
 * class Counter {
 *   readonly memory: SharedArrayBuffer;
 *   constructor(memory: SharedArrayBuffer) {
 *     this.memory = memory;
 *   }
 *   [share](border: Border) {
 *     if (border === "process") throw new TypeError("a Counter is for the threads of one process");
 *     return { kind: "example.Counter", parts: this.memory };
 *   }
 * }
 * registerShared("example.Counter", (memory) => new Counter(memory as SharedArrayBuffer));
 *
 * const counter = new Counter(new SharedArrayBuffer(4));
 * const buffers: SharedArrayBuffer[] = [];
 * const bytes = encode([counter], { path: "args", border: "thread", buffers });
 * const [received] = decode(bytes, { border: "thread", buffers }) as [Counter];
 * assert(received instanceof Counter && received.memory === counter.memory);
 * ```
 */
export function registerShared(kind: string, restore: Restore): void {
  const known = restorers.get(kind);
  if (known !== undefined && known !== restore) {
    throw new TypeError(`cannot register shared objects of kind "${kind}": the name is taken`);
  }
  restorers.set(kind, restore);
}

export function writeShared(writer: Writer, object: object, method: Share): void {
  const { border } = writer;
  if (border === "machine") {
    throw new Refusal(
      `is a ${classNameOf(object)}`,
      "it lives on this machine, and no other one can reach it; send what it holds instead",
    );
  }
  const { kind, parts } = partsOf(border, object, method);
  writer.byte(SHARED);
  writeString(writer, kind);
  writer.whole(parts);
}

function classNameOf(object: object): string {
  const { constructor } = object as { constructor?: unknown };
  return typeof constructor === "function" && constructor.name ? constructor.name : "shared object";
}

function partsOf(border: Within, object: object, method: Share): Shared {
  try {
    return method.call(object, border);
  } catch (error) {
    // It says itself why it cannot cross this border; only the path is missing.
    if (error instanceof TypeError) throw new Refusal("cannot be sent", error.message, error);
    throw error;
  }
}

export function readShared(reader: Reader): unknown {
  const { border } = reader;
  // Whoever can write to the queue could make these bytes: they must not reach a restorer.
  if (border === "machine") throw reader.damaged("a shared object, which cannot come from afar");
  const number = reader.begin();
  const kind = readString(reader);
  const restore = restorers.get(kind);
  if (restore === undefined) {
    throw reader.damaged(
      `a shared object of kind ${JSON.stringify(kind)}, which is not registered here`,
    );
  }
  const parts = reader.whole();
  return reader.end(number, reader.trial ? {} : restore(parts, border));
}
