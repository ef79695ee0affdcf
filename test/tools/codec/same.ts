/** Compares what was sent with what arrived, more strictly than uvu does. */

import * as assert from "uvu/assert";
import { show } from "../../../lib/show.ts";

/**
 * Asserts that two values are the same in kind, contents, order, and in which of their parts are
 * one and the same object: what structured clone keeps.
 */
export function assertSame(actual: unknown, expected: unknown): void {
  const partners = new Map<object, object>();
  const pending: [unknown, unknown, string][] = [[actual, expected, "value"]];
  const later = (a: unknown, e: unknown, path: string) => pending.push([a, e, path]);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [a, e, path] = next;
    if (typeof e !== "object" || e === null) {
      assert.ok(Object.is(a, e), `${path}: ${show(a)} is not ${show(e)}`);
      continue;
    }
    assert.ok(typeof a === "object" && a !== null, `${path}: ${typeof a} is not an object`);
    const known = partners.get(e);
    if (known !== undefined) {
      assert.ok(known === a, `${path}: another object than before`);
      continue;
    }
    assert.ok(a !== e, `${path}: not a copy`);
    partners.set(e, a);
    assert.ok(Object.getPrototypeOf(a) === Object.getPrototypeOf(e), `${path}: another class`);
    compareParts(a, e, path, later);
  }
}

function compareParts(
  a: object,
  e: object,
  path: string,
  later: (a: unknown, e: unknown, path: string) => void,
): void {
  if (e instanceof Map) {
    const entries = [...a as Map<unknown, unknown>];
    assert.is(entries.length, e.size, `${path}: size`);
    for (const [i, [key, value]] of [...e].entries()) {
      later(entries[i]![0], key, `${path}.keys()[${i}]`);
      later(entries[i]![1], value, `${path}.values()[${i}]`);
    }
  } else if (e instanceof Set) {
    const members = [...a as Set<unknown>];
    assert.is(members.length, e.size, `${path}: size`);
    for (const [i, member] of [...e].entries()) later(members[i], member, `${path}.values()[${i}]`);
  } else if (ArrayBuffer.isView(e)) {
    const view = a as ArrayBufferView;
    assert.is(view.byteOffset, e.byteOffset, `${path}: offset`);
    assert.is(view.byteLength, e.byteLength, `${path}: length`);
    later(view.buffer, e.buffer, `${path}.buffer`);
  } else if (e instanceof ArrayBuffer) {
    assert.equal(new Uint8Array(a as ArrayBuffer), new Uint8Array(e), path);
    assert.is((a as ArrayBuffer).resizable, e.resizable, path);
    assert.is((a as ArrayBuffer).maxByteLength, e.maxByteLength, path);
  } else if (e instanceof RegExp) {
    assert.is(String(a), String(e), path);
  } else if (e instanceof Date || isBoxed(e)) {
    later(a.valueOf(), e.valueOf(), `${path}.valueOf()`);
  } else {
    compareProperties(a, e, path, later);
  }
}

function isBoxed(value: object): boolean {
  return [Number, String, Boolean, BigInt].some((Box) => value instanceof Box);
}

function compareProperties(
  a: object,
  e: object,
  path: string,
  later: (a: unknown, e: unknown, path: string) => void,
): void {
  if (Array.isArray(e)) assert.is((a as unknown[]).length, e.length, `${path}: length`);
  const keys = Object.keys(e);
  assert.is(Object.keys(a).join(), keys.join(), `${path}: keys`);
  for (const key of keys) {
    later(
      (a as Record<string, unknown>)[key],
      (e as Record<string, unknown>)[key],
      `${path}.${key}`,
    );
  }
}
