/**
 * `Atomics` on the SharedArrayBuffers that a program passes between its threads and that is explored:
 * locks by hand and the like. Each call is a step, `wait` goes on when it is notified, those who came
 * first first. What was not passed nobody else can see, and tools that run in the thread have theirs.
 */

import { memory } from "../system/shared.ts";
import { bufferId, isPassed } from "./buffers.ts";
import { Root, Slot, Status } from "./slots.ts";
import { listed, QUIET } from "./steered_waits.ts";
import { gives, point, steered, unchanged } from "./steering.ts";
import { listedLater } from "./strands.ts";
import { told } from "./telling.ts";

type Atomic = (array: Int32Array, index: number, ...values: number[]) => number;

const NAMES = ["load", "store", "add", "sub", "and", "or", "xor", "exchange", "compareExchange"];
const scope = Atomics as unknown as Record<string, unknown>;
const real: Record<string, unknown> = {};
const { load, wait, waitAsync, notify } = Atomics;

/** Is it memory that the program passes, rather than the library's, or the runtime's own? */
function isTheirs(array: Int32Array): boolean {
  return steered !== 0 && isPassed(array.buffer);
}

/** The element that `index` means: "1" and 1.9 are 1, as for the real ones. */
function wholeOf(index: number): number {
  return Math.trunc(Number(index)) || 0;
}

/** How long it is waited: nothing given and NaN are for ever, less than 0 is not at all, as for the real ones. */
function limitOf(ms: number | undefined): number {
  const number = ms === undefined ? NaN : Number(ms);
  return Number.isNaN(number) ? Infinity : Math.max(number, 0);
}

/** Stops before a step on an element of an array. */
function stopBefore(operation: string, array: Int32Array, index: number, writes?: unknown): void {
  const at = array.byteOffset / array.BYTES_PER_ELEMENT + wholeOf(index);
  told.object = `SharedArrayBuffer[${at}]`;
  point(
    operation,
    -bufferId(array.buffer as unknown as SharedArrayBuffer),
    undefined,
    undefined,
    undefined,
    writes,
  );
}

/** One number for an element, the same in all threads. */
function keyOf(array: Int32Array, index: number): number {
  const at = array.byteOffset + wholeOf(index) * array.BYTES_PER_ELEMENT;
  return (Math.imul(bufferId(array.buffer as unknown as SharedArrayBuffer), 65_599) + at) | 0;
}

/** This thread, or a call of it, waits at an element: the word that says that it was notified. */
function lineUp(slot: number, key: number): number {
  const root = memory[slot + Slot.root]!;
  memory[slot + Slot.notified] = 0;
  memory[slot + Slot.key] = key;
  memory[slot + Slot.arrival] = ++memory[root + Root.arrivals]!;
  return slot + Slot.notified;
}

/**
 * What it answers at once: that it is not equal, or that it may not wait. The real one, which is not to
 * wait, compares as it does, and refuses what it refuses.
 */
function atOnce(array: Int32Array, index: number, value: number, ms: number): string | undefined {
  const compared = wait(array, index, value, 0);
  if (compared !== "not-equal" && ms > 0) return undefined;
  unchanged();
  return gives(compared);
}

function waitSteered(array: Int32Array, index: number, value: number, timeout?: number): string {
  stopBefore("wait", array, index);
  const ms = limitOf(timeout), answer = atOnce(array, index, value, ms);
  if (answer !== undefined) return answer;
  const word = lineUp(steered, keyOf(array, index));
  listed(word, ms, QUIET);
  return memory[word] === 1 ? "ok" : "timed-out";
}

function waitLater(array: Int32Array, index: number, value: number, timeout?: number) {
  stopBefore("waitAsync", array, index);
  const ms = limitOf(timeout), answer = atOnce(array, index, value, ms);
  if (answer !== undefined) return { async: false, value: answer };
  const key = keyOf(array, index);
  let word = 0;
  const leave = () => memory[word]!;
  const ended = listedLater((slot) => word = lineUp(slot, key), ms, QUIET, leave, undefined);
  return { async: true, value: ended.then((got) => got === 1 ? "ok" : "timed-out") };
}

function notifySteered(array: Int32Array, index: number, most = Infinity): number {
  stopBefore("notify", array, index);
  notify(array, index, 0); // refuses what it refuses
  const root = memory[steered + Slot.root]!, key = keyOf(array, index);
  const waiting: number[] = [];
  for (let i = 0; i < memory[root + Root.count]!; i++) {
    const slot = memory[memory[root + Root.list]! + i]!;
    const waits = memory[slot + Slot.status] === Status.listed &&
      memory[slot + Slot.notified] === 0 &&
      memory[slot + Slot.waiter] === slot + Slot.notified && memory[slot + Slot.key] === key;
    if (waits) waiting.push(slot);
  }
  waiting.sort((a, b) => memory[a + Slot.arrival]! - memory[b + Slot.arrival]!);
  const woken = waiting.slice(0, Math.max(most, 0));
  for (const slot of woken) memory[slot + Slot.notified] = 1;
  return gives(woken.length);
}

function stepping(name: string, act: Atomic): Atomic {
  return (array, index, ...values) => {
    if (!isTheirs(array)) return act(array, index, ...values);
    stopBefore(name, array, index, values.at(-1));
    const old = act(array, index, ...values);
    if (name === "compareExchange" && load(array, index) === old) unchanged();
    return name === "store" ? old : gives(old);
  };
}

/** From here on what this thread does with `Atomics` is explored. */
export function replaceAtomics(): void {
  for (const name of NAMES) {
    real[name] = scope[name];
    scope[name] = stepping(name, scope[name] as Atomic);
  }
  const their = (explored: unknown, plain: unknown) => (array: Int32Array, ...rest: number[]) =>
    (isTheirs(array) ? explored as Atomic : plain as Atomic)(array, ...rest as [number]);
  scope["wait"] = their(waitSteered, wait);
  scope["waitAsync"] = their(waitLater, waitAsync);
  scope["notify"] = their(notifySteered, notify);
}

/** Undoes `replaceAtomics`. */
export function restoreAtomics(): void {
  Object.assign(scope, real, { wait, waitAsync, notify });
}
