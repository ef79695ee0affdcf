import { encode, registerShared, share, type Shared } from "../../codec.ts";
import { handOver, isLarge, isPlain, store } from "../file/large_values.ts";
import { Common } from "../broker/resource.ts";
export { fetch as open } from "../file/large_values.ts";
import { link, newId } from "../member.ts";

/** What an object on the other side is restored from. */
interface Parts {
  readonly id: number;
  readonly more: unknown;
}

/** The shared objects of this process, so that one that arrives twice is one object. */
const known: Map<number, WeakRef<SharedObject>> = new Map();

const dropped = new FinalizationRegistry<number>((id) => {
  if (known.get(id)?.deref() !== undefined) return; // it has arrived again meanwhile
  known.delete(id);
  link().forget(id);
  link().tell(id, Common.drop);
});

/** The objects that the value which is just being encoded refers to. */
let referred: number[] = [];

/** Says that an object was received instead of made. */
export interface Received {
  readonly id: number;
  /** It was made here under this identifier, after all. */
  readonly made?: boolean;
}

/**
 * An object of which every process of the family may have a reference. The object itself lives in the
 * broker; it is forgotten there when nobody can reach it any more.
 */
export abstract class SharedObject {
  /** @internal */
  readonly id: number;
  readonly #kind: string;

  constructor(kind: string, received: Received | undefined) {
    this.#kind = kind;
    this.id = received?.id ?? newId();
    known.set(this.id, new WeakRef(this));
    dropped.register(this, this.id, this);
    if (received && !received.made) link().tell(this.id, Common.arrive, 1);
  }

  /** @internal Makes the object in the broker: `kind` of broker/broker.ts and what it needs. */
  protected make(kind: number, b: number, ...numbers: number[]): void {
    const payload = new Uint8Array(new Float64Array(numbers).buffer);
    link().tell(this.id, Common.create, kind, b, payload);
  }

  /** @internal What the other side needs besides the identifier. */
  protected parts(): unknown {
    return undefined;
  }

  /** @internal This process needs the object no longer. */
  protected drop(): void {
    if (known.get(this.id)?.deref() !== this) return;
    known.delete(this.id);
    dropped.unregister(this);
    link().forget(this.id);
    link().tell(this.id, Common.drop);
  }

  /** @internal */
  [share](border: "thread" | "process"): Shared {
    if (border === "thread") {
      throw new TypeError(
        "a multiprocessing object cannot go to a thread: use the one of the same name from threading or queue",
      );
    }
    const parts: Parts = { id: this.id, more: this.parts() };
    referred.push(this.id);
    return { kind: this.#kind, parts };
  }
}

/** Says how shared objects of a kind are restored where they arrive. */
export function restorable(
  kind: string,
  restore: (received: Received, more: unknown) => SharedObject,
): void {
  registerShared(kind, (given) => {
    const { id, more } = given as Parts;
    const here = known.get(id)?.deref();
    if (!here) return restore({ id }, more);
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

function sent(block: { message: Uint8Array; id: number }, own: number[], weight: number): Packed {
  handOver(block.id);
  own.push(block.id);
  return { bytes: block.message, referred: own, weight };
}

/** The objects that travelled in a value will never arrive. */
export function unpack(packed: Packed): void {
  for (const id of packed.referred) link().tell(id, Common.refer, -1);
}
