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

export type Restore = (parts: unknown, border: Border) => unknown;

/** The method that makes an object a shared one. */
export const share: unique symbol = Symbol("share");

export type Share = (border: Border) => Shared;

const restorers = new Map<string, Restore>();

export function registerShared(kind: string, restore: Restore): void {
  const known = restorers.get(kind);
  if (known !== undefined && known !== restore) {
    throw new TypeError(`cannot register shared objects of kind "${kind}": the name is taken`);
  }
  restorers.set(kind, restore);
}

export function writeShared(writer: Writer, object: object, method: Share): void {
  const { kind, parts } = partsOf(writer, object, method);
  writer.byte(SHARED);
  writeString(writer, kind);
  writer.whole(parts);
}

function partsOf(writer: Writer, object: object, method: Share): Shared {
  try {
    return method.call(object, writer.border);
  } catch (error) {
    // It says itself why it cannot cross this border; only the path is missing.
    if (error instanceof TypeError) throw new Refusal("cannot be sent", error.message, error);
    throw error;
  }
}

export function readShared(reader: Reader): unknown {
  const number = reader.begin();
  const kind = readString(reader);
  const restore = restorers.get(kind);
  if (restore === undefined) {
    throw reader.damaged(
      `a shared object of kind ${JSON.stringify(kind)}, which is not registered here`,
    );
  }
  return reader.end(number, restore(reader.whole(), reader.border));
}
