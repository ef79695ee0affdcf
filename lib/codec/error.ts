/** Errors on the wire: class, message, stack, cause and the properties that their program added. */

import * as named from "../errors.ts";
import { show } from "../show.ts";
import { ERROR } from "./tags.ts";
import { define } from "./object.ts";
import { readOptional, readString, writeOptional, writeString } from "./string.ts";
import type { Reader } from "./reader.ts";
import type { Writer } from "./writer.ts";

/*
 * An error is written as the name of the nearest class that both sides know, its message, its name
 * where it differs from that class's, and then its properties. Each begins with one of these.
 */
const END = 0;
const HIDDEN = 1;
const ENUMERABLE = 2;

/** Properties that are sent though they cannot be enumerated. */
const HIDDEN_KEYS = ["cause", "errors", "error", "suppressed"];

type ErrorClass = new (...args: never[]) => Error;

const classes = new Map<string, ErrorClass>();
const namesByPrototype = new Map<object, string>();

const builtIn = [
  "Error",
  "EvalError",
  "RangeError",
  "ReferenceError",
  "SyntaxError",
  "TypeError",
  "URIError",
  "AggregateError",
  "SuppressedError",
  "DOMException",
].map((name) => [name, (globalThis as unknown as Record<string, unknown>)[name]] as const);

for (const [name, value] of [...builtIn, ...Object.entries(named)]) {
  if (typeof value !== "function") continue;
  classes.set(name, value as ErrorClass);
  namesByPrototype.set(value.prototype as object, name);
}

/** Encoding an error never fails: what cannot be read is taken to be absent. */
function take(object: object, key: string): unknown {
  try {
    return (object as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}

function classNameOf(error: object): string {
  let prototype = Object.getPrototypeOf(error) as object | null;
  while (prototype !== null) {
    const name = namesByPrototype.get(prototype);
    if (name !== undefined) return name;
    prototype = Object.getPrototypeOf(prototype);
  }
  // One of another realm has the class of ours that is called the same.
  const own: unknown = take(error, "constructor");
  const name = typeof own === "function" ? own.name : "";
  return classes.has(name) && name !== "DOMException" ? name : "Error";
}

export function writeError(writer: Writer, error: object): void {
  const deep = writer.isDeep;
  if (deep) writer.defer(ERROR, error);
  else writer.byte(ERROR);
  const className = classNameOf(error);
  const message = take(error, "message");
  const name = take(error, "name");
  const usual = className === "DOMException" ? "" : classes.get(className)!.prototype.name;
  writeString(writer, className);
  writeOptional(writer, typeof message === "string" && message !== "" ? message : undefined);
  writeOptional(writer, typeof name === "string" && name !== usual ? name : undefined);
  if (!deep) writeErrorProperties(writer, error);
}

export function writeErrorProperties(writer: Writer, error: object): void {
  const enumerable = Object.keys(error);
  const stack = take(error, "stack");
  if (typeof stack === "string" && !enumerable.includes("stack")) {
    attempt(writer, HIDDEN, "stack", () => stack);
  }
  for (const key of HIDDEN_KEYS) {
    if (!enumerable.includes(key) && Object.hasOwn(error, key)) {
      writeProperty(writer, HIDDEN, error, key);
    }
  }
  for (const key of enumerable) writeProperty(writer, ENUMERABLE, error, key);
  writer.byte(END);
}

/** Writes one property; what cannot be sent is left out, or shown as text where it matters. */
function writeProperty(writer: Writer, flag: number, error: object, key: string): void {
  if (attempt(writer, flag, key, () => (error as Record<string, unknown>)[key])) return;
  const value = take(error, key);
  if (key === "cause") attempt(writer, flag, key, () => show(value));
  else if (key === "errors" && Array.isArray(value)) {
    attempt(
      writer,
      flag,
      key,
      () => value.map((each) => canBeSent(writer, each) ? each : show(each)),
    );
  }
}

function attempt(writer: Writer, flag: number, key: string, read: () => unknown): boolean {
  const mark = writer.mark();
  try {
    writer.byte(flag);
    writeString(writer, key);
    writer.whole(read());
    return true;
  } catch {
    writer.rollback(mark);
    return false;
  }
}

function canBeSent(writer: Writer, value: unknown): boolean {
  const mark = writer.mark();
  try {
    writer.whole(value);
    return true;
  } catch {
    return false;
  } finally {
    writer.rollback(mark);
  }
}

/** An error like this one, with those of its properties only for which `keeps` answers true. */
export function errorWith(error: object, keeps: (value: unknown) => boolean): object {
  const prototype = Object.getPrototypeOf(error) as object;
  const Like = function () {} as unknown as ErrorClass;
  Like.prototype = prototype as Error;
  const kept = Reflect.construct(Error, [], Like) as object;
  for (const key of ["message", "name", "stack"]) {
    const value = take(error, key);
    if (typeof value === "string") define(kept, key, value, false);
  }
  const enumerable = Object.keys(error);
  for (const key of [...HIDDEN_KEYS, ...enumerable]) {
    if (!Object.hasOwn(error, key)) continue;
    const value = take(error, key);
    if (keeps(value)) define(kept, key, value, enumerable.includes(key));
    else if (key === "cause") define(kept, key, show(value), false);
  }
  return kept;
}

export function readError(reader: Reader): object {
  const error = reader.add(readErrorHead(reader));
  readErrorProperties(reader, error);
  return error;
}

/** Makes the error, still without its properties. */
export function readErrorHead(reader: Reader): object {
  const className = readString(reader);
  const message = readOptional(reader);
  const name = readOptional(reader);
  const Class = classes.get(className);
  if (Class === undefined) throw reader.damaged("an error of an unknown class");
  if (className === "DOMException") {
    return new (Class as unknown as new (message: string, name: string) => Error)(
      message ?? "",
      name ?? "",
    );
  }
  // Not by the class's own constructor: it may want arguments, or do more than make an error.
  const error = Reflect.construct(Error, [], Class) as object;
  if (message !== undefined) define(error, "message", message, false);
  if (name !== undefined) define(error, "name", name, false);
  return error;
}

export function readErrorProperties(reader: Reader, error: object): void {
  for (let flag = reader.byte(); flag !== END; flag = reader.byte()) {
    if (flag !== HIDDEN && flag !== ENUMERABLE) throw reader.damaged("a broken error");
    const key = readString(reader);
    define(error, key, reader.whole(), flag === ENUMERABLE);
  }
}
