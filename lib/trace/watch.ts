/**
 * Puts a recorder around the methods of classes, and takes it away again. As long as nothing is recorded
 * nothing is there: a recording costs nobody anything who has none.
 */

import { recordIdling } from "../idling.ts";
import { inner, observe } from "../memory/observer.ts";
import { steered } from "../memory/steering.ts";
import type { Known } from "./identify.ts";
import type { Recorder } from "./recorder.ts";

/** A class, and of each of its methods which operation that is. */
export interface Watched extends Known {
  readonly prototype: object;
  readonly methods: Readonly<Record<string, number>>;
}

type Method = (this: object, ...args: unknown[]) => unknown;

let recorder: Recorder | undefined;
let undo: (() => void)[] = [];

/** The recorder of the thread that runs here, unless an exploration has it. */
export function recording(): Recorder | undefined {
  return steered === 0 ? recorder : undefined;
}

/** From now on `by` records what this thread does; undefined: nobody does any longer. */
export function recordBy(by: Recorder | undefined, watched: readonly Watched[]): void {
  for (const restore of undo) restore();
  undo = [];
  recorder = by;
  observe(by);
  recordIdling(by);
  if (!by) return;
  for (const known of watched) {
    for (const [name, kind] of Object.entries(known.methods)) {
      replace(known.prototype, name, (original) =>
        function (...args) {
          const by = recording();
          return by && !inner.has(this)
            ? by.operation(kind, this, known, original, args)
            : Reflect.apply(original, this, args);
        });
    }
  }
}

/** Replaces a method until the recording ends. */
export function replace(prototype: object, name: string, by: (original: Method) => Method): void {
  const before = Object.getOwnPropertyDescriptor(prototype, name)!;
  Object.defineProperty(prototype, name, { ...before, value: by(before.value as Method) });
  undo.push(() => Object.defineProperty(prototype, name, before));
}
