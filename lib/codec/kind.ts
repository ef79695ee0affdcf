import { types } from "node:util";
import { Refusal } from "./refusal.ts";

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

const generator = Object.getPrototypeOf(function* () {}).prototype as object;
const asyncGenerator = Object.getPrototypeOf(async function* () {}).prototype as object;
const iterator = Object.getPrototypeOf(generator) as object;
const asyncIterator = Object.getPrototypeOf(asyncGenerator) as object;

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

/** Objects whose state is out of our sight though their class is no global one. */
const hidden: readonly [is: ((object: unknown) => boolean) | undefined, Refusal][] = [
  [types.isKeyObject, refusalOfClass("KeyObject")],
  [types.isCryptoKey, refusalOfClass("CryptoKey")],
  [types.isExternal, refusalOfClass("native object")],
];

/** What an object is whose prototypes say nothing. */
function byBrand(object: object, foreign: boolean): Kind {
  for (const [is, refusal] of hidden) if (is?.(object)) return refusal;
  if (!foreign) return "object";
  return brands.find(([is]) => is(object))?.[1] ?? "object";
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

/** What cannot be sent, for the text of the error: what it is, and how to go on. */
function refusalOf(prototype: object): Refusal | null {
  if (prototype === generator || prototype === asyncGenerator) {
    return new Refusal(
      "is a generator",
      "it cannot leave its thread; send the values that it yields",
    );
  }
  if (prototype === iterator || prototype === asyncIterator) {
    return new Refusal("is an iterator", "it cannot leave its thread; send an array of its values");
  }
  const name = prototype instanceof Error ? null : platformName(prototype);
  return name === null ? null : refusalOfClass(name);
}

function refusalOfClass(name: string): Refusal {
  const article = /^(?:[AEIO]|U(?!RL))/.test(name) ? "an" : "a";
  return new Refusal(
    `is ${article} ${name}`,
    name === "Promise"
      ? "it cannot leave its thread; await it, and send what it gives"
      : "it cannot leave its thread; send plain data from which the other side can make its own",
  );
}

/** The name of a class that comes with the runtime: the state of its objects is out of our sight. */
function platformName(prototype: object): string | null {
  const made: unknown = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  if (typeof made !== "function" || made === Object) return null;
  for (const [prefix, space] of spaces) {
    const property = Object.getOwnPropertyDescriptor(space, made.name);
    // A class that the program itself made global can be enumerated, and has source text.
    if (property !== undefined && (!property.enumerable || isNative(made))) {
      if ((space as Record<string, unknown>)[made.name] === made) return prefix + made.name;
    }
  }
  return null;
}

function isNative(made: object): boolean {
  return Function.prototype.toString.call(made).includes("[native code]");
}

const spaces = (["", "Intl", "WebAssembly", "Temporal"] as const)
  .map((name): [string, unknown] => [
    name === "" ? "" : `${name}.`,
    name === "" ? globalThis : (globalThis as unknown as Record<string, unknown>)[name],
  ])
  .filter((entry): entry is [string, object] => typeof entry[1] === "object");

function kindOfPrototype(prototype: object): Kind | "foreign" {
  const known = kinds.get(prototype);
  if (known !== undefined) return known;
  const next = Object.getPrototypeOf(prototype) as object | null;
  const kind = refusalOf(prototype) ?? (next === null ? "foreign" : kindOfPrototype(next));
  kinds.set(prototype, kind);
  return kind;
}

/** The kind of an object with that prototype. */
export function kindOf(object: object, prototype: object): Kind {
  if (ArrayBuffer.isView(object)) return "view";
  const kind = kindOfPrototype(prototype);
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
