/** The base of all public objects that processes share, and how they travel inside of values. */

import { adopt, type Origin } from "../../adopt.ts";
import { encode, registerShared, sendable, share, type Shared } from "../../codec.ts";
import { handOver, isLarge, isPlain, store } from "../file/large_values.ts";
export { fetch as open } from "../file/large_values.ts";
import { link, newId } from "../member.ts";
import { Common } from "../protocol.ts";

/** What an object on the other side is restored from. */
interface Parts {
  readonly id: number;
  readonly more: unknown;
  /** Left out where it has none. */
  readonly name?: string;
}

/** The shared objects of this process, so that one that arrives twice is one object. */
const known: Map<number, WeakRef<SharedObject>> = new Map();

const dropped = new FinalizationRegistry<number>((id) => {
  if (known.get(id)?.deref() !== undefined) return; // it has arrived again meanwhile
  known.delete(id);
  link().forget(id);
  link().tell(id, Common.drop);
});

/**
 * The objects that the value which is just being encoded refers to; undefined where it is only looked
 * whether a value can be sent.
 */
let referred: number[] | undefined;

/** The number by which the broker knows an object. Nobody outside the library can ask for it. */
export let idOf: (object: SharedObject) => number;

/** The name that an object was given, if it was given one. */
export let nameOf: (object: SharedObject) => string | undefined;

const encoder = new TextEncoder();

/**
 * An object of which every process of the family may have a reference. The object itself lives in the
 * broker; it is forgotten there when nobody can reach it any more.
 */
export abstract class SharedObject {
  readonly #id: number;
  readonly #kind: string;
  readonly #name: string | undefined;

  static {
    idOf = (object) => object.#id;
    nameOf = (object) => object.#name;
  }

  /** `origin` is that of an object that came from elsewhere: see `takeOrigin`. */
  constructor(origin: Origin | undefined, name?: string) {
    this.#kind = kindOf(new.target);
    this.#name = origin ? origin.name : name;
    this.#id = origin?.at ?? newId();
    known.set(this.#id, new WeakRef(this));
    dropped.register(this, this.#id, this);
    if (origin && !origin.made) link().tell(this.#id, Common.arrive, 1);
  }

  /** @internal How the codec sends this object. */
  [share](border: "thread" | "process"): Shared {
    if (border === "thread") {
      throw new TypeError(
        "a multiprocessing object cannot go to a thread: use the one of the same name from threading or queue",
      );
    }
    const more = partsOf.get(this.#kind)?.(this), name = this.#name;
    const parts: Parts = name ? { id: this.#id, more, name } : { id: this.#id, more };
    referred?.push(this.#id);
    return { kind: this.#kind, parts };
  }
}

/** Makes the object in the broker: see `ResourceKind` of protocol.ts. */
export function make(object: SharedObject, kind: number, b: number, ...numbers: number[]): void {
  const payload = new Uint8Array(new Float64Array(numbers).buffer);
  link().tell(idOf(object), Common.create, kind, b, payload);
  tellName(object);
}

/** Says to the broker what the object is called, so that its errors do. */
export function tellName(object: SharedObject): void {
  const name = nameOf(object);
  if (name) link().tell(idOf(object), Common.name, 0, 0, encoder.encode(name));
}

/** This process needs the object no longer. */
export function drop(object: SharedObject): void {
  const id = idOf(object);
  if (known.get(id)?.deref() !== object) return;
  known.delete(id);
  dropped.unregister(object);
  link().forget(id);
  link().tell(id, Common.drop);
}

type SharedClass = abstract new (...args: never[]) => SharedObject;

const kinds: Map<unknown, string> = new Map();
const partsOf: Map<string, (object: SharedObject) => unknown> = new Map();

/** The kind of a class, which is that of the class it extends if it has none of its own. */
export function kindOf(Class: unknown): string {
  let kind: string | undefined;
  for (let each = Class; kind === undefined; each = Object.getPrototypeOf(each)) {
    kind = kinds.get(each);
  }
  return kind;
}

/**
 * Says under which name the objects of a class travel, and what the other side needs of one besides its
 * number.
 */
export function restorable<T extends SharedObject>(
  kind: string,
  Class: abstract new (...args: never[]) => T,
  parts?: (object: T) => unknown,
): void {
  kinds.set(Class, kind);
  if (parts) partsOf.set(kind, parts as (object: SharedObject) => unknown);
  registerShared(kind, (given) => {
    const { id, more, name } = given as Parts;
    const here = known.get(id)?.deref();
    if (!here) return adopt(Class as SharedClass, { at: id, parts: more, name });
    link().tell(id, Common.arrive, 0);
    return here;
  });
}

/** An encoded value and the objects that travel in it. */
export interface Packed {
  readonly bytes: Uint8Array;
  readonly referred: readonly number[];
  /** How many bytes there are, here or in a block. */
  readonly weight: number;
}

/** Short encoded values are copied into a block at once, so they need no copy of their own. */
const SHORT = 16 * 1024;

/**
 * Encodes a value that goes to another process, and tells the broker which objects travel in it.
 *
 * @param path what the value is to the user, for errors: "args", "item"
 * @param owned must the bytes stay valid after the next call?
 */
export function pack(value: unknown, path: string, owned: boolean): Packed {
  const outer = referred;
  const own: number[] = referred = [];
  try {
    if (isPlain(value)) {
      const block = store(value, true);
      if (block) return sent(block, own, value.length);
    }
    const bytes = encode(value, { path, border: "process" });
    for (const id of own) link().tell(id, Common.refer, 1);
    const weight = bytes.length;
    const block = isLarge(bytes) ? store(bytes, false) : undefined;
    if (block) return sent(block, own, weight);
    return { bytes: owned || bytes.length >= SHORT ? bytes.slice() : bytes, referred: own, weight };
  } finally {
    referred = outer;
  }
}

/** Encodes what was thrown: all of it, or what can be sent of it. */
export function packError(reason: unknown): Packed {
  return pack(sendable(reason, { border: "process" }), "error", true);
}

function sent(block: { message: Uint8Array; id: number }, own: number[], weight: number): Packed {
  handOver(block.id);
  own.push(block.id);
  return { bytes: block.message, referred: own, weight };
}

/** The objects that travelled in a value will never arrive. */
export function unpack(packed: Packed): void {
  for (const id of packed.referred) link().tell(id, Common.refer, -1);
}
