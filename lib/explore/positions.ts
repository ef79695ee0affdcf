/** What each thread of an execution stands before, and who holds what: as the reader of a schedule is told. */

import { Kind, kindOf } from "../memory/handles.ts";
import { type Details, Slot, Status } from "../memory/slots.ts";
import { placeIn } from "../place.ts";
import { memory } from "../system/shared.ts";
import { nameOf } from "../threading/record.ts";
import { granted, hostOf, word } from "./standing.ts";
import { isOver, objectOf, threadName } from "./turns.ts";
import type { Choice, Step, Wait } from "./types.ts";

/** A thread, or a call of it, and what it would do next. */
export interface Position {
  readonly number: number;
  readonly thread: string;
  readonly operation: string;
  /** Null where it uses none: it sleeps, or is a task that goes on. */
  readonly object: string | null;
  readonly index?: number;
  readonly where: string;
  /** Who holds the lock that is wanted. */
  readonly holder: string | null;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** What a thread said before it stopped. */
interface Told {
  readonly thread: string;
  readonly details: Details;
  readonly cell: number;
  readonly object: string | null;
  readonly where: string;
}

class Names {
  readonly #names = new Map<number, string>();
  readonly #counts = new Map<string, number>();
  #locks = 0;

  created(cell: number, kind: string, name: string | undefined): void {
    const number = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, number);
    this.#names.set(cell, name ?? `${kind}-${number}`);
  }

  /** The locks of objects without a name are called in order of their first use. */
  of(cell: number): string {
    const known = this.#names.get(cell);
    if (known !== undefined) return known;
    const name = ++this.#locks === 1 ? "lock" : `lock-${this.#locks}`;
    this.#names.set(cell, name);
    return name;
  }
}

/** Follows the threads of one execution. */
export class Positions {
  readonly #names = new Names();
  readonly #told = new Map<number, Told>();
  /** The last step of each thread, and the object that it used. */
  readonly #last = new Map<number, { readonly step: Writable<Step>; readonly cell: number }>();
  /** Who acquired a lock last, by its cell: two of them may have one name. */
  readonly #holders = new Map<number, string>();

  /** The thread stands before what `details` say. */
  stopped(thread: number, details: Details): void {
    for (const [cell, kind, name] of details.created) {
      this.#names.created(cell, kind, name);
      this.#holders.delete(cell); // another object was there before
    }
    const last = this.#last.get(hostOf(thread));
    if (last && details.gave !== undefined) {
      if (!("value" in last.step)) last.step.value = details.gave;
      const { operation, value, thread: holder } = last.step;
      if (operation === "acquire" && value === true) this.#holders.set(last.cell, holder);
    }
    const cell = objectOf(thread);
    this.#told.set(thread, {
      thread: details.task ?? threadName(thread),
      details,
      cell,
      object: details.object ?? this.#called(cell),
      where: placeIn(details.stack),
    });
  }

  /** The step that the thread does now. */
  step(thread: number, preempted: boolean, choices: readonly Choice[]): Step {
    const told = this.#told.get(thread), details = told?.details;
    const step: Writable<Step> = {
      thread: told?.thread ?? threadName(thread),
      operation: details?.operation ?? "",
      object: told?.object ?? null,
      ...elementOf(details),
      where: told?.where ?? "",
      preempted,
      choices,
    };
    if (details?.writes !== undefined) step.value = details.writes;
    if (details?.refused) step.refused = true;
    const lock = lockBesides(thread);
    if (lock !== 0) this.#holders.set(lock, step.thread); // who waited at a condition has it again
    this.#last.set(hostOf(thread), { step, cell: told?.cell ?? 0 });
    return step;
  }

  /** Where all stand, in order of their creation. */
  all(): Position[] {
    const positions: Position[] = [];
    for (const [number, { thread, details, cell, object, where }] of this.#inOrder()) {
      // What a thread that rests did last is done; its calls have positions of their own.
      if (isOver(number) || word(number, Slot.status) === Status.resting) continue;
      if (details.operation === "") continue;
      const lock = lockBesides(number);
      const wanted = lock !== 0 && granted(number)
        ? { operation: "acquire", object: this.#called(lock), holder: this.#holderOf(lock) }
        : { operation: details.operation, object, holder: this.#holderOf(cell) };
      positions.push({ number, thread, ...wanted, ...elementOf(details), where });
    }
    return positions;
  }

  #inOrder(): [number, Told][] {
    return [...this.#told].sort((a, b) => a[0] - b[0]);
  }

  #called(cell: number): string | null {
    if (cell === 0) return null;
    return cell > 0 && kindOf(cell) === Kind.thread ? nameOf(cell) : this.#names.of(cell);
  }

  /** The lock itself says whether it is held: of a semaphore nobody knows who could release it. */
  #holderOf(cell: number): string | null {
    if (cell <= 0 || memory[cell] === 0) return null;
    const isLock = kindOf(cell) === Kind.lock || kindOf(cell) === Kind.rlock;
    return isLock ? this.#holders.get(cell) ?? null : null;
  }
}

function elementOf(details: Details | undefined): { readonly index?: number } {
  return details?.index === undefined ? {} : { index: details.index };
}

/** The lock that a thread that waits at a condition has given up and needs again; 0 for none. */
function lockBesides(thread: number): number {
  return word(thread, Slot.status) === Status.listed ? word(thread, Slot.needs) : 0;
}

/** What the caller is told of a thread that could be chosen. */
export function choiceOf(position: Position, enabled: boolean): Choice {
  const { number: _, holder, ...choice } = position;
  return { ...choice, enabled, waitsFor: enabled ? null : holder ?? position.object };
}

/** What the caller is told of a thread that waits for ever. */
export function waitOf({ thread, operation, object, holder, where }: Position): Wait {
  return { thread, operation, object: object ?? "", holder, where };
}
