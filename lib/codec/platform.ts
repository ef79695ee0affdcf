/** What comes with the runtime and cannot be sent, because the state of its objects is out of our sight. */

import { types } from "node:util";
import { exportedName, hidesState } from "../runtime/builtin_classes.ts";
import { Refusal } from "./refusal.ts";

const generator = Object.getPrototypeOf(function* () {}).prototype as object;
const asyncGenerator = Object.getPrototypeOf(async function* () {}).prototype as object;
const iterator = Object.getPrototypeOf(generator) as object;
const asyncIterator = Object.getPrototypeOf(asyncGenerator) as object;

/**
 * An object that only inherits from one of these has no state but its own fields. The last are classes
 * of Bun and of Node 20, where it is only the base of some; the class of Node's `process.env` has no name.
 */
const CARRIED =
  /^(?:|Object|Function|Array|Map|Set|Date|RegExp|Number|String|Boolean|BigInt|DataView|.*Array|.*Buffer|.*Error|EventEmitter|(?:BigInt)?Stats|StatFs|Dirent|Url|JSTransferable)$/;

/** What cannot be sent, for the text of the error: what it is, and how to go on. */
export function refusalOf(prototype: object): Refusal | null {
  if (prototype === generator || prototype === asyncGenerator) {
    return new Refusal(
      "is a generator",
      "it cannot leave its thread; send the values that it yields",
    );
  }
  if (prototype === iterator || prototype === asyncIterator) {
    return new Refusal("is an iterator", "it cannot leave its thread; send an array of its values");
  }
  if (prototype instanceof Error) return null;
  if (isIterator(prototype)) return null; // named further up
  const name = platformName(prototype) ?? namelessName(prototype);
  return name === null ? null : refusalOfClass(name);
}

/** Why an object cannot be sent whose class nobody knows, but which keeps its state as the runtimes do. */
export function hiddenRefusal(object: object): Refusal | null {
  if (!hidesState(object)) return null;
  const made = (object as { constructor?: unknown }).constructor;
  const name = typeof made === "function" && !CARRIED.test(made.name) ? made.name : "native object";
  return refusalOfClass(name);
}

/**
 * Why an object without properties to send cannot be sent, if it is a namespace of the language (Math,
 * Atomics, Intl): what it has cannot be enumerated.
 */
export function namespaceRefusal(object: object): Refusal | null {
  const tag = Object.getOwnPropertyDescriptor(object, Symbol.toStringTag);
  if (tag === undefined || tag.enumerable || typeof tag.value !== "string") return null;
  const holds = Object.getOwnPropertyNames(object).some((key) => isNative(ownValue(object, key)));
  if (!holds) return null;
  return new Refusal(`is ${tag.value}`, "every thread and process has its own; use that");
}

function isIterator(prototype: object): boolean {
  return [iterator, asyncIterator].some((base) =>
    Object.prototype.isPrototypeOf.call(base, prototype)
  );
}

export function refusalOfClass(name: string): Refusal {
  const article = /^(?:[AEIO]|U(?!RL))/.test(name) ? "an" : "a";
  return new Refusal(`is ${article} ${name}`, `it cannot leave its thread; ${wayOut(name)}`);
}

function wayOut(name: string): string {
  if (name === "Promise") return "await it, and send what it gives";
  if (/Generator$/.test(name)) return "send the values that it yields";
  if (/Iterator$/.test(name)) return "send an array of its values";
  return "send plain data from which the other side can make its own";
}

/** The name of a class that comes with the runtime. */
function platformName(prototype: object): string | null {
  const made = ownValue(prototype, "constructor");
  if (typeof made !== "function" || made === Object) return null;
  const { name } = made;
  for (const [prefix, space] of spaces) {
    const property = Object.getOwnPropertyDescriptor(space, name);
    // A class that the program itself made global can be enumerated, and has source text.
    if (property !== undefined && (prefix !== "" || !property.enumerable || isNative(made))) {
      if ((space as Record<string, unknown>)[name] === made) return prefix + name;
    }
  }
  if (CARRIED.test(name)) return null;
  return exportedName(name, prototype) ?? (isNative(made) ? name : null);
}

/** The name of a prototype of the language that has no class, as those of iterators and of Intl's segments. */
function namelessName(prototype: object): string | null {
  // That of generators is an object.
  if (typeof ownValue(prototype, "constructor") === "function") return null;
  for (const key of Reflect.ownKeys(prototype)) {
    const property = Object.getOwnPropertyDescriptor(prototype, key)!;
    // What a program writes can be enumerated, as in `Object.create({ max: Math.max })`.
    if (!property.enumerable && isNative(property.value)) {
      return tagOf(prototype) ?? "platform object";
    }
  }
  return null;
}

const foreignRefusals = new WeakMap<object, Refusal | null>();

/** Why an object of another realm cannot be sent, if a class of that realm's platform made it. */
export function foreignRefusal(object: object): Refusal | null {
  const first = Object.getPrototypeOf(object) as object;
  let refusal = foreignRefusals.get(first);
  if (refusal === undefined) {
    const name = foreignName(first);
    foreignRefusals.set(first, refusal = name === null ? null : refusalOfClass(name));
  }
  return refusal;
}

function foreignName(first: object): string | null {
  let prototype = first;
  for (;;) {
    const next = Object.getPrototypeOf(prototype) as object | null;
    if (next === null) return null; // the Object.prototype of that realm
    const made = ownValue(prototype, "constructor");
    const name = isNative(made) ? tagOf(prototype) ?? made.name : namelessName(prototype);
    if (name !== null) return CARRIED.test(name) ? null : name;
    prototype = next;
  }
}

function tagOf(prototype: object): string | null {
  const tag = ownValue(prototype, Symbol.toStringTag);
  return typeof tag === "string" ? tag : null;
}

/** A property's value, without running a getter. */
function ownValue(object: object, key: PropertyKey): unknown {
  return Object.getOwnPropertyDescriptor(object, key)?.value;
}

/** Is it a function without source text? Those that a program has bound, or put behind a proxy, have none, either. */
// deno-lint-ignore ban-types
function isNative(made: unknown): made is Function {
  return typeof made === "function" && !types.isProxy(made) && !made.name.startsWith("bound ") &&
    Function.prototype.toString.call(made).includes("[native code]");
}

const spaces = (["", "Intl", "WebAssembly", "Temporal", "Deno", "Bun"] as const)
  .map((name): [string, unknown] => [
    name === "" ? "" : `${name}.`,
    name === "" ? globalThis : (globalThis as unknown as Record<string, unknown>)[name],
  ])
  .filter((entry): entry is [string, object] => typeof entry[1] === "object");
