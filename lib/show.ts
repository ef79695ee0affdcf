/**
 * How `print` shows a value: on one line, and the same on every runtime, which `util.inspect` and
 * `console.log` are not.
 */

/** The key of a method that answers how an object shows itself. */
export const shown: unique symbol = Symbol("shown");

/** Deeper containers are named only. */
const DEEPEST = 5;
/** Of longer containers only so many parts are shown. */
const MOST_PARTS = 100;
/** Of all values together only so many are shown: wide and deep ones multiply. */
const MOST_VALUES = 2000;
/** Of longer strings inside of containers only so many characters are shown. */
const LONGEST_STRING = 1000;

/** One call of `show`. */
interface Showing {
  /** The containers around the value. */
  readonly around: object[];
  /** How many more values may be shown. */
  left: number;
}

/**
 * Shows a value as text.
 *
 * A string is shown as it is, but quoted inside of containers; an error as `Name: message`; an object
 * with a method `[shown]()` as that method answers. Getters are not called. Long, deep and circular
 * values are abridged.
 *
 * @param value what to show
 * @returns the text, without a line break of its own
 *
 * @example
 * ```ts
 * import { show } from "../lib/show.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(show([0, 1, 2, 3, 4]), "[0, 1, 2, 3, 4]");
 * assert.equal(show({ name: "Ada", tags: new Set([1n]) }), '{ name: "Ada", tags: Set(1) { 1n } }');
 * assert.equal(show(new RangeError("too much")), "RangeError: too much");
 * ```
 */
export function show(value: unknown): string {
  return typeof value === "string" ? value : showInside(value, { around: [], left: MOST_VALUES });
}

function showInside(value: unknown, showing: Showing): string {
  showing.left--;
  switch (typeof value) {
    case "string":
      return showString(value);
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "bigint":
      return `${value}n`;
    case "function":
    case "object":
      return value === null ? "null" : showSafely(value, showing);
    default:
      return String(value);
  }
}

function showString(text: string): string {
  if (text.length <= LONGEST_STRING) return JSON.stringify(text);
  const rest = text.length - LONGEST_STRING;
  return `${JSON.stringify(text.slice(0, LONGEST_STRING))}... ${rest} more characters`;
}

/** Showing must not fail, whatever a proxy or a method of the object does. */
function showSafely(object: object, showing: Showing): string {
  if (showing.around.includes(object)) return "[Circular]";
  const depth = showing.around.length;
  try {
    const method = (object as { [shown]?: unknown })[shown];
    if (typeof method === "function") return String(method.call(object));
    if (typeof object === "function") return showFunction(object);
    return showScalar(object) ?? showContainer(object, showing);
  } catch {
    showing.around.length = depth;
    return "[unreadable]";
  }
}

function showFunction(value: { readonly name: string }): string {
  const isClass = /^class\b/.test(Function.prototype.toString.call(value));
  if (value.name === "") return isClass ? "[class]" : "[Function]";
  return isClass ? `[class ${value.name}]` : `[Function ${value.name}]`;
}

/** Objects that are shown without parts, or null. */
function showScalar(object: object): string | null {
  if (object instanceof Error) return showError(object);
  if (object instanceof Date) {
    return Number.isNaN(object.getTime()) ? "Invalid Date" : object.toISOString();
  }
  if (object instanceof RegExp) return RegExp.prototype.toString.call(object);
  if (isBoxed(object)) {
    const value: unknown = object.valueOf();
    const inside = typeof value === "string" ? showString(value) : show(value);
    return `[${nameOf(object)}: ${inside}]`;
  }
  return null;
}

function showError(error: Error): string {
  const { name, message } = error;
  if (message === "" || message === undefined) return String(name);
  return name === "" ? String(message) : `${name}: ${message}`;
}

function isBoxed(object: object): boolean {
  return object instanceof Number || object instanceof String || object instanceof Boolean ||
    object instanceof BigInt || object instanceof Symbol;
}

/** The name of an object's class; empty for a plain object. */
function nameOf(object: object): string {
  const prototype = Object.getPrototypeOf(object) as { constructor?: unknown } | null;
  if (prototype === null || prototype === Object.prototype) return "";
  const made = prototype.constructor;
  if (typeof made === "function" && made !== Object && made.name !== "") return made.name;
  // A generator, an iterator: no constructor of their own, but a tag.
  const tag = Object.prototype.toString.call(object).slice("[object ".length, -1);
  return tag === "Object" ? "" : tag;
}

function showContainer(object: object, showing: Showing): string {
  const name = nameOf(object);
  if (showing.around.length >= DEEPEST || showing.left <= 0) {
    return Array.isArray(object) ? `[${name || "Array"}]` : `[${name || "Object"}]`;
  }
  showing.around.push(object);
  const text = showParts(object, name, showing);
  showing.around.pop();
  return text;
}

function showParts(object: object, name: string, showing: Showing): string {
  if (Array.isArray(object)) {
    const prefix = name === "Array" || name === "" ? "" : `${name}(${object.length}) `;
    return `${prefix}[${elements(object, showing).join(", ")}]`;
  }
  if (object instanceof Map) {
    const entry = ([key, value]: [unknown, unknown]) =>
      `${showInside(key, showing)} => ${showInside(value, showing)}`;
    return braces(`${name}(${object.size})`, abridge(object, object.size, entry, showing));
  }
  if (object instanceof Set) {
    const member = (value: unknown) => showInside(value, showing);
    return braces(`${name}(${object.size})`, abridge(object, object.size, member, showing));
  }
  if (ArrayBuffer.isView(object) && !(object instanceof DataView)) {
    const numbers = object as unknown as ArrayLike<unknown> & Iterable<unknown>;
    const element = (value: unknown) => showInside(value, showing);
    const parts = abridge(numbers, numbers.length, element, showing);
    return `${name}(${numbers.length}) [${parts.join(", ")}]`;
  }
  if ("byteLength" in object && isBinary(object)) {
    return braces(name, [`byteLength: ${String(object.byteLength)}`]);
  }
  return braces(name, properties(object, showing));
}

function isBinary(object: object): boolean {
  return object instanceof ArrayBuffer || object instanceof SharedArrayBuffer ||
    object instanceof DataView;
}

function braces(name: string, parts: string[]): string {
  const prefix = name === "" ? "" : `${name} `;
  return parts.length === 0 ? `${prefix}{}` : `${prefix}{ ${parts.join(", ")} }`;
}

/** Shows the first parts, and says how many more there are. */
function abridge<T>(
  parts: Iterable<T>,
  size: number,
  showPart: (part: T) => string,
  showing: Showing,
): string[] {
  const texts: string[] = [];
  for (const part of parts) {
    if (texts.length >= MOST_PARTS || showing.left <= 0) {
      texts.push(`... ${size - texts.length} more`);
      break;
    }
    texts.push(showPart(part));
  }
  return texts;
}

function elements(array: readonly unknown[], showing: Showing): string[] {
  const texts: string[] = [];
  let i = 0;
  while (i < array.length) {
    if (texts.length >= MOST_PARTS || showing.left <= 0) {
      texts.push(`... ${array.length - i} more`);
      break;
    }
    if (Object.hasOwn(array, i)) {
      texts.push(showInside(array[i++], showing));
    } else {
      const end = endOfGap(array, i);
      texts.push(end - i === 1 ? "<1 empty item>" : `<${end - i} empty items>`);
      i = end;
    }
  }
  return texts;
}

function endOfGap(array: readonly unknown[], from: number): number {
  const horizon = Math.min(array.length, from + 1000);
  for (let i = from; i < horizon; i++) if (Object.hasOwn(array, i)) return i;
  // A long gap may be billions of elements: ask which exist. They come in ascending order.
  const next = Object.keys(array).find((key) => Number(key) >= horizon);
  return next === undefined ? array.length : Number(next);
}

function properties(object: object, showing: Showing): string[] {
  const keys = Reflect.ownKeys(object).filter((key) =>
    Object.prototype.propertyIsEnumerable.call(object, key)
  );
  return abridge(keys, keys.length, (key) => showProperty(object, key, showing), showing);
}

function showProperty(object: object, key: PropertyKey, showing: Showing): string {
  const property = Object.getOwnPropertyDescriptor(object, key);
  const value = property?.get !== undefined
    ? "[Getter]"
    : property?.set !== undefined
    ? "[Setter]"
    : showInside(property?.value, showing);
  return `${showKey(key)}: ${value}`;
}

function showKey(key: PropertyKey): string {
  if (typeof key === "symbol") return `[${String(key)}]`;
  const text = String(key);
  return /^(?:[\p{ID_Start}$_][\p{ID_Continue}$]*|\d+)$/u.test(text) ? text : JSON.stringify(text);
}
