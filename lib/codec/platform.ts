/** What comes with the runtime and cannot be sent, because the state of its objects is out of our sight. */

import { crypto } from "../runtime/builtin.ts";
import { Refusal } from "./refusal.ts";

const generator = Object.getPrototypeOf(function* () {}).prototype as object;
const asyncGenerator = Object.getPrototypeOf(async function* () {}).prototype as object;
const iterator = Object.getPrototypeOf(generator) as object;
const asyncIterator = Object.getPrototypeOf(asyncGenerator) as object;

/** The classes of node:crypto with a native state. They are in no global; asked for by their names. */
const cryptoNames = new Set(
  "Hash Hmac Sign Verify Cipheriv Decipheriv DiffieHellman DiffieHellmanGroup ECDH X509Certificate"
    .split(" "),
);

/** An object that only inherits from one of these has no state but its own fields. */
const CARRIED =
  /^(?:Object|Function|Array|Map|Set|Date|RegExp|Number|String|Boolean|BigInt|DataView|.*Array|.*Buffer|.*Error)$/;

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
    if (property !== undefined && (!property.enumerable || isNative(made))) {
      if ((space as Record<string, unknown>)[name] === made) return prefix + name;
    }
  }
  const exported = name.replace(/Impl$/, ""); // on Deno: HmacImpl
  if (!cryptoNames.has(exported)) return null;
  // Node wraps some of these classes to warn of a call; the prototype is the same.
  const known =
    (crypto() as unknown as Record<string, { prototype: object } | undefined>)[exported];
  return known?.prototype === prototype ? exported : null;
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

/** Is it a function without source text? Those that a program has bound have none, either. */
// deno-lint-ignore ban-types
function isNative(made: unknown): made is Function {
  return typeof made === "function" && !made.name.startsWith("bound ") &&
    Function.prototype.toString.call(made).includes("[native code]");
}

const spaces = (["", "Intl", "WebAssembly", "Temporal"] as const)
  .map((name): [string, unknown] => [
    name === "" ? "" : `${name}.`,
    name === "" ? globalThis : (globalThis as unknown as Record<string, unknown>)[name],
  ])
  .filter((entry): entry is [string, object] => typeof entry[1] === "object");
