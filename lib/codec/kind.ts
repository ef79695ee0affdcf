/** Finds out what an object really is to the codec, whatever its prototype claims. */

import { types } from "node:util";
import { foreignRefusal, hiddenRefusal, refusalOf, refusalOfClass } from "./platform.ts";
import type { Refusal } from "./refusal.ts";

/** What an object that is neither an array nor a plain object is to the codec. */
export type Kind =
  | "object"
  | "Map"
  | "Set"
  | "Date"
  | "RegExp"
  | "boxed"
  | "ArrayBuffer"
  | "SharedArrayBuffer"
  | "view"
  | "Error"
  | Refusal;

function getterOf(prototype: object, key: PropertyKey): (this: unknown) => unknown {
  return Object.getOwnPropertyDescriptor(prototype, key)!.get!;
}

/**
 * Functions that throw unless they are called on an object that really is of the kind: one made with
 * `Object.create(Map.prototype)` looks like a Map, but is none.
 */
const probes: Partial<Record<string, (this: never) => unknown>> = {
  Map: getterOf(Map.prototype, "size"),
  Set: getterOf(Set.prototype, "size"),
  Date: Date.prototype.getTime,
  RegExp: getterOf(RegExp.prototype, "source"),
  ArrayBuffer: getterOf(ArrayBuffer.prototype, "byteLength"),
  SharedArrayBuffer: getterOf(SharedArrayBuffer.prototype, "byteLength"),
};

/** The values in a box, by class: the function that takes the value out throws for anything else. */
const unboxers = [
  Number.prototype.valueOf,
  String.prototype.valueOf,
  Boolean.prototype.valueOf,
  BigInt.prototype.valueOf,
] as ((this: unknown) => unknown)[];

/** The kinds of objects of another realm (`vm`, a test runner), which have other prototypes than ours. */
const brands: readonly [is: (object: unknown) => boolean, kind: Kind][] = [
  [types.isMap, "Map"],
  [types.isSet, "Set"],
  [types.isDate, "Date"],
  [types.isRegExp, "RegExp"],
  [types.isBoxedPrimitive, "boxed"],
  [types.isArrayBuffer, "ArrayBuffer"],
  [types.isSharedArrayBuffer, "SharedArrayBuffer"],
  [types.isNativeError, "Error"],
  [types.isPromise, refusalOfClass("Promise")],
  [types.isWeakMap, refusalOfClass("WeakMap")],
  [types.isWeakSet, refusalOfClass("WeakSet")],
  [types.isGeneratorObject, refusalOfClass("Generator")],
  [types.isMapIterator, refusalOfClass("Map Iterator")],
  [types.isSetIterator, refusalOfClass("Set Iterator")],
];

/** Objects whose state is out of our sight though their class is no global one; what others hide is in platform.ts. */
const hidden: readonly [is: ((object: unknown) => boolean) | undefined, Refusal][] = [
  [types.isKeyObject, refusalOfClass("KeyObject")],
  [types.isCryptoKey, refusalOfClass("CryptoKey")],
  [types.isExternal, refusalOfClass("native object")],
];

/** What an object is whose prototypes say nothing. */
function byBrand(object: object, foreign: boolean): Kind {
  if (!foreign) return "object";
  const kind = brands.find(([is]) => is(object))?.[1];
  if (kind === "boxed" && unbox(object) === undefined) return refusalOfClass("Symbol");
  return kind ?? foreignRefusal(object) ?? "object";
}

/** What each prototype says about an object that inherits from it. Grows as classes are met. */
const kinds = new WeakMap<object, Kind | "foreign">([
  [Object.prototype, "object"],
  [Array.prototype, "object"],
  [Function.prototype, "object"],
  [Map.prototype, "Map"],
  [Set.prototype, "Set"],
  [Date.prototype, "Date"],
  [RegExp.prototype, "RegExp"],
  [Number.prototype, "boxed"],
  [String.prototype, "boxed"],
  [Boolean.prototype, "boxed"],
  [BigInt.prototype, "boxed"],
  [ArrayBuffer.prototype, "ArrayBuffer"],
  [SharedArrayBuffer.prototype, "SharedArrayBuffer"],
  [Error.prototype, "Error"],
]);

function kindOfPrototype(prototype: object): Kind | "foreign" {
  const known = kinds.get(prototype);
  if (known !== undefined) return known;
  const next = Object.getPrototypeOf(prototype) as object | null;
  const kind = refusalOf(prototype) ?? (next === null ? "foreign" : kindOfPrototype(next));
  kinds.set(prototype, kind);
  return kind;
}

/**
 * The first object with a prototype decides for all others whether they hide what they hold: to ask each
 * whether it is a key takes 10 us (Node 24.21.0).
 */
function kindOfFirst(object: object, prototype: object): Kind | "foreign" {
  const kind = kindOfPrototype(prototype);
  const plain = kind === "object" || kind === "foreign";
  const refusal = hidden.find(([is]) => is?.(object))?.[1] ??
    (plain ? hiddenRefusal(object) : null);
  if (refusal === null) return kind;
  kinds.set(prototype, refusal);
  return refusal;
}

/** The kind of an object with that prototype. */
export function kindOf(object: object, prototype: object): Kind {
  if (ArrayBuffer.isView(object)) return "view";
  const kind = kinds.get(prototype) ?? kindOfFirst(object, prototype);
  if (kind === "object" || kind === "foreign") return byBrand(object, kind === "foreign");
  if (typeof kind !== "string" || kind === "Error") return kind;
  if (kind === "boxed") return unbox(object) === undefined ? "object" : kind;
  try {
    probes[kind]?.call(object as never);
    return kind;
  } catch {
    return "object";
  }
}

/** The primitive value in a box, or undefined. */
export function unbox(object: object): unknown {
  for (const valueOf of unboxers) {
    try {
      return valueOf.call(object);
    } catch {
      // Not this one.
    }
  }
  return undefined;
}
