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
  /** What its thread waited for at that time: so it still does, if this is the last part. */
  readonly pending?: Taken | undefined;
  /** Since when its process has had no room for operations, in ms since 1970; 0: it had some. */
  readonly full?: number;
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

  /** What is new since the last call. */
  parcel(): Parcel {
    for (let at = this.#last(); (at = this.#reel.after(at)) !== 0;) {
      this.#readers.push(new TapeReader(at));
    }
    const arrived = this.#arrived;
    this.#arrived = [];
    const all = this.#readers.reduce((sum, reader) => sum + reader.dropped, 0);
    const dropped = all - this.#toldDropped, full = this.#reel.fullSince;
    this.#toldDropped = all;
    return {
      parts: [
        ...this.#readers.map((reader) => partOf(reader, full)),
        ...arrived.flatMap(({ parts }) => parts),
      ],
      dropped: arrived.reduce((sum, each) => sum + each.dropped, dropped),
    };
  }

  /** The same as bytes for the parent of this process. */
  bytes(): Uint8Array {
    return encode(this.parcel(), { path: "recording", border: "process" }).slice();
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

function partOf(reader: TapeReader, full: number): Part {
  const texts: unknown[] = [], operations: Taken[] = [];
  const { began, ended, outcome } = reader;
  const waiting = outcome === Outcome.open ? reader.pending() : undefined;
  reader.read((text) => texts.push(text), (operation) => operations.push(operation));
  // It may have come to its end since.
  const over = waiting &&
    operations.some(({ from, kind }) => from === waiting.from && kind === waiting.kind);
  const pending = waiting && !over
    ? { ...waiting, sequence: -1, to: 0, marks: Mark.open }
    : undefined;
  const about = reader.about as About;
  return { about, pid, began, ended, outcome, texts, operations, pending, full };
}
