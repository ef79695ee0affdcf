/** What Value and SharedArray have in common: numbers in the shared file, and their lock. */

import type { Origin } from "../../adopt.ts";
import { readShared, writeShared } from "../../system/shared_file.ts";
import {
  fits,
  misfit,
  NUMBER_TYPES,
  type NumberType,
  numberTypeIndex,
} from "../../threading/numbers.ts";
import { link } from "../member.ts";
import { sharedFile } from "../file/layout.ts";
import { allocate, giveBack } from "./space.ts";
import { RLock } from "../sync/rlock.ts";
import { idOf, make, type SharedObject } from "../link/shared_object.ts";
import { ResourceKind } from "../protocol.ts";

const ARRAYS = [Int32Array, Uint32Array, Float64Array, BigInt64Array] as const;
/** Whatever the type, a number takes this much: then none is torn, and all can be addressed alike. */
const CELL = 8;

/** What a shared array or value needs on the other side. */
export interface NumbersParts {
  readonly type: number;
  readonly length: number;
  readonly at: number;
  readonly lock: RLock;
}

/**
 * Numbers in the shared file: what `Value` and `SharedArray` are made of. Reading and writing one is
 * one call of the system, about 2 microseconds, and asks nobody.
 */
export class SharedNumbers {
  readonly #type: number;
  readonly #at: number;
  /** What errors call one of them. */
  readonly one: string;
  /** How many there are. */
  readonly length: number;
  readonly #cell = new Uint8Array(CELL);
  readonly #number: Int32Array | Uint32Array | Float64Array | BigInt64Array;
  #lock: RLock | undefined;

  /** `owner` is the object by which the numbers are shared, `one` what errors call one of them. */
  constructor(
    owner: SharedObject,
    one: string,
    origin: Origin | undefined,
    what: string,
    type: NumberType,
    values: number | readonly (number | bigint)[],
  ) {
    const parts = origin?.parts as NumbersParts | undefined;
    const index = parts ? parts.type : numberTypeIndex(what, type);
    this.#type = index;
    this.#number = new ARRAYS[index]!(this.#cell.buffer);
    this.one = one;
    this.length = parts ? parts.length : typeof values === "number" ? values : values.length;
    this.#lock = parts?.lock;
    this.#at = parts ? parts.at : this.#allocate(idOf(owner));
    if (parts) return;
    make(owner, ResourceKind.memory, 0);
    if (typeof values !== "number") this.#fill(values);
    else writeShared(sharedFile(), new Uint8Array(values * CELL), this.#at);
  }

  #allocate(id: number): number {
    const bytes = this.length * CELL;
    const at = allocate(bytes);
    link().listen(id, () => {
      link().forget(id);
      giveBack(at, bytes);
    });
    return at;
  }

  #fill(values: readonly (number | bigint)[]): void {
    const bytes = new Uint8Array(values.length * CELL);
    values.forEach((value, i) => {
      this.#number[0] = value as never;
      bytes.set(this.#cell, i * CELL);
    });
    writeShared(sharedFile(), bytes, this.#at);
  }

  /** What another process needs of them. */
  parts(): NumbersParts {
    return {
      type: this.#type,
      length: this.length,
      at: this.#at,
      lock: this.lock,
    };
  }

  /** Guards steps that belong together, such as reading, adding and writing. */
  get lock(): RLock {
    return this.#lock ??= new RLock();
  }

  read(index: number): number | bigint {
    readShared(sharedFile(), this.#cell, this.#at + index * CELL);
    return this.#number[0]!;
  }

  write(index: number, value: number | bigint): void {
    const type = NUMBER_TYPES[this.#type]!;
    if (!fits(type, value)) throw misfit(`Cannot set ${this.one}`, type, value);
    this.#number[0] = value as never;
    writeShared(sharedFile(), this.#cell, this.#at + index * CELL);
  }

  readAll(): (number | bigint)[] {
    const bytes = new Uint8Array(this.length * CELL);
    readShared(sharedFile(), bytes, this.#at);
    return Array.from({ length: this.length }, (_, i) => {
      this.#cell.set(bytes.subarray(i * CELL, i * CELL + CELL));
      return this.#number[0]!;
    });
  }
}
