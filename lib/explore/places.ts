/**
 * What was learnt about the threads of a scenario: a thread's code is deterministic, so what it does
 * next, and what its step leaves in the object that it uses, is known from what it has seen so far. So
 * a thread is a tree: a place for each history, and from there one way for each thing that it can see.
 */

import { Kind, kindOf } from "../memory/handles.ts";
import { Guard, Looks, Slot, Status, Turn } from "../memory/slots.ts";
import { contentOfMessage } from "../memory/message.ts";
import { memory, Word } from "../system/shared.ts";
import { outcomeOf } from "../threading/outcome.ts";
import { Field, Flag, hasFlag, Outcome } from "../threading/record.ts";
import type { Watch } from "./contract.ts";
import { deadlineOf, hostOf, madeBy, word } from "./standing.ts";
import { contentOf, Digest, isOpaque } from "./states.ts";
import { actOf, MOST } from "./trail.ts";
import { count, recordOf } from "./turns.ts";

/** Thrown where something happens that is not followed without executing it. */
export class Unclear {}

/** Where a thread stands before its next step, or waits for the end of another, or is over. */
export interface Stand {
  readonly kind: "step" | "join" | "over";
  /** Which object it uses; the number of the thread that it joins. */
  readonly of: number;
  readonly guard: number;
  /** The number of the operation. */
  readonly act: number;
  /** Does the step not look at the object? */
  readonly blind: boolean;
  /** What is in objects now that it used or made. */
  readonly left: readonly (readonly [object: number, content: string])[];
  readonly starts: readonly number[];
  readonly failed: boolean;
  /** What a thread that is over returned, in short: whoever joins it may ask for that. */
  readonly gave: string;
}

let places = 0;

/** A thread that has seen what leads here. */
export class Place {
  readonly id = ++places;
  readonly stand: Stand;
  /** What the scenario returned. */
  readonly value: unknown;
  readonly next = new Map<string, Place>();
  /** Where the threads begin that were started on the way here. */
  readonly begins = new Map<number, Place>();

  constructor(stand: Stand, value?: unknown) {
    this.stand = stand;
    this.value = value;
  }
}

/** A place before the first thread. */
export function origin(): Place {
  const nothing = { of: 0, guard: 0, act: 0, blind: true, left: [], failed: false, gave: "" };
  return new Place({ ...nothing, kind: "over", starts: [0] });
}

const FOLLOWED: readonly number[] = [Kind.value, Kind.lock, Kind.rlock];

/** What a step sees in the way that leads from a place. */
export const JOINED = "joined";

/**
 * What a thread sees when it goes on: the content of what it uses. The first one, which joins, sees
 * also who is over, and what they returned.
 */
export function seeing(
  content: string,
  thread: number,
  places: readonly (Place | undefined)[],
): string {
  if (thread !== 0) return content;
  const over = places.flatMap((place, other) =>
    place?.stand.kind === "over" ? `${other}:${place.stand.gave}` : []
  );
  return `${content} ${over.join()}`;
}

/** What a thread that is over returned, in short. */
function gaveOf(record: number): string {
  const result = memory[record + Field.result]!;
  if (memory[record + Field.outcome] !== Outcome.value || result === 0) return "";
  const content = contentOfMessage(result);
  if (!content) throw new Unclear();
  const digest = new Digest(content.length);
  for (const byte of content) digest.take(byte);
  return digest.text;
}

/** Learns from one execution. */
export class Lesson implements Watch {
  readonly #at: Place[] = [];
  readonly #starters: Place[] = [];
  readonly #made: number[] = [];
  readonly #objects = new Map<number, number>();
  #used = 0;
  #way: (place: Place | undefined) => Place | undefined = () => undefined;
  #threads = 1;
  readonly #tickets = memory[Word.ticket];

  constructor(first: Place) {
    this.#starters[0] = first;
  }

  before(thread: number, turn: number): void {
    if (turn !== Turn.go || hostOf(thread) !== thread || isOpaque()) throw new Unclear();
    this.#used = 0;
    const at = this.#at[thread];
    if (!at) {
      const { begins } = this.#starters[thread]!;
      this.#way = (place) => through(begins, thread, place);
    } else if (at.stand.kind === "join") {
      const way = seeing(JOINED, thread, this.#at);
      this.#way = (place) => through(at.next, way, place);
    } else {
      this.#used = word(thread, Slot.object);
      const content = at.stand.blind ? "" : contentOf(this.#used);
      const seen = seeing(content, thread, this.#at);
      this.#way = (place) => through(at.next, seen, place);
    }
  }

  after(thread: number): void {
    // What a thread sees in memory that was passed is no step.
    if (isOpaque() || memory[Word.ticket] !== this.#tickets) throw new Unclear();
    const starts: number[] = [];
    for (; this.#threads < count(); this.#threads++) {
      if (thread !== 0 || hostOf(this.#threads) !== this.#threads) throw new Unclear();
      starts.push(this.#threads);
    }
    // Whether another thread is over is seen without a step: that is followed for the first thread.
    if (thread !== 0 && word(thread, Slot.joins) === 1) throw new Unclear();
    const left = this.#left(thread), stand = { ...this.#standOf(thread), left, starts };
    let place = this.#way(undefined);
    if (!place) {
      const returned = thread === 0 && stand.kind === "over" && !stand.failed;
      place = new Place(stand, returned ? outcomeOf(recordOf(0)) : undefined);
      this.#way(place);
    } else if (JSON.stringify(place.stand) !== JSON.stringify(stand)) throw new Unclear();
    this.#at[thread] = place;
    for (const started of starts) this.#starters[started] = place;
  }

  #left(thread: number): [number, string][] {
    const left: [number, string][] = [];
    if (this.#used !== 0) left.push([this.#objects.get(this.#used)!, contentOf(this.#used)]);
    const made = madeBy(thread);
    for (let at = this.#made[thread] ?? 0; at < made.length; at++) {
      const cell = made[at]!, object = thread * MOST + at;
      this.#objects.set(cell, object);
      if (FOLLOWED.includes(kindOf(cell))) left.push([object, contentOf(cell)]);
    }
    if (made.length > MOST) throw new Unclear();
    this.#made[thread] = made.length;
    return left;
  }

  #standOf(thread: number): Omit<Stand, "left" | "starts"> {
    const status = word(thread, Slot.status), record = recordOf(thread);
    const nothing = { of: 0, guard: 0, act: 0, blind: true, failed: false, gave: "" };
    if (thread !== 0 && hasFlag(record, Flag.daemon)) throw new Unclear();
    if (status === Status.over) {
      const failed = memory[record + Field.outcome] !== Outcome.value;
      return { ...nothing, kind: "over", failed, gave: thread === 0 ? "" : gaveOf(record) };
    }
    const guard = word(thread, Slot.guard), cell = word(thread, Slot.object);
    const quiet = word(thread, Slot.quiet) === 1;
    const timed = deadlineOf(thread) >= 0 && (quiet || guard !== Guard.always);
    if (timed || word(thread, Slot.needs) !== 0) throw new Unclear();
    if (status === Status.listed && quiet) {
      for (let other = 0; other < count(); other++) {
        if (recordOf(other) === cell) return { ...nothing, kind: "join", of: other };
      }
    }
    const object = cell > 0 ? this.#objects.get(cell) : undefined;
    const plain = guard === Guard.always || guard === Guard.lock || guard === Guard.rlock;
    if (status !== Status.ready || quiet || !plain || object === undefined) throw new Unclear();
    if (word(thread, Slot.spins) !== 0 || !FOLLOWED.includes(kindOf(cell))) throw new Unclear();
    const blind = word(thread, Slot.looks) === Looks.writes;
    return { ...nothing, kind: "step", of: object, guard, act: actOf(thread), blind };
  }
}

/** Finds a way, or makes one. */
function through<K>(ways: Map<K, Place>, way: K, place: Place | undefined): Place | undefined {
  if (place) ways.set(way, place);
  return ways.get(way);
}
