/** Gathers what the tapes of this process hold, and what its children send of theirs. */

import { decode, encode } from "../codec.ts";
import { pid } from "../runtime/current.ts";
import { Outcome, type Taken, TapeReader } from "./tape.ts";
import { Mark } from "./operations.ts";
import type { Reel } from "./reel.ts";
import type { About } from "./threads.ts";

/** What one tape held, or a part of that: the parts of a tape follow each other in order. */
export interface Part {
  readonly about: About;
  readonly pid: number;
  readonly began: number;
  readonly ended: number;
  readonly outcome: number;
  readonly texts: readonly unknown[];
  readonly operations: readonly Taken[];
}

/** What a child sends: its parts, and how many operations it had no room for since the last time. */
interface Parcel {
  readonly parts: readonly Part[];
  readonly dropped: number;
}

export class Gatherer {
  readonly #reel: Reel;
  readonly #readers: TapeReader[] = [];
  #arrived: Parcel[] = [];
  #toldDropped = 0;

  constructor(reel: Reel) {
    this.#reel = reel;
  }

  /** A child, or a child of one, has sent this. */
  take(parcel: Uint8Array): void {
    this.#arrived.push(decode(parcel, { border: "process" }) as Parcel);
  }

  /** What is new since the last call. `last`: threads that still wait say so. */
  parcel(last: boolean): Parcel {
    for (let at = this.#last(); (at = this.#reel.after(at)) !== 0;) {
      this.#readers.push(new TapeReader(at));
    }
    const arrived = this.#arrived;
    this.#arrived = [];
    const all = this.#readers.reduce((sum, reader) => sum + reader.dropped, 0);
    const dropped = all - this.#toldDropped;
    this.#toldDropped = all;
    return {
      parts: [
        ...this.#readers.map((reader) => partOf(reader, last)),
        ...arrived.flatMap(({ parts }) => parts),
      ],
      dropped: arrived.reduce((sum, each) => sum + each.dropped, dropped),
    };
  }

  /** The same as bytes for the parent of this process. */
  bytes(last: boolean): Uint8Array {
    return encode(this.parcel(last), { path: "recording", border: "process" }).slice();
  }

  /** Nobody asks any more. */
  leave(): void {
    for (const reader of this.#readers) reader.leave();
    this.#reel.leave();
  }

  #last(): number {
    return this.#readers.at(-1)?.at ?? 0;
  }
}

function partOf(reader: TapeReader, last: boolean): Part {
  const texts: unknown[] = [], operations: Taken[] = [];
  const { began, ended, outcome } = reader;
  const pending = last && outcome === Outcome.open ? reader.pending() : undefined;
  reader.read((text) => texts.push(text), (operation) => operations.push(operation));
  if (pending) {
    const { kind, object, site, since } = pending;
    const marks = Mark.open;
    operations.push({ sequence: -1, kind, object, site, from: since, to: 0, marks, task: 0 });
  }
  return { about: reader.about as About, pid, began, ended, outcome, texts, operations };
}
