/** Recording: what a run did, and its pictures. */

import { page, type PageOptions } from "./html.ts";
import type { Lane, TraceEvent } from "./types.ts";
import { traceJson } from "./json.ts";
import { timeline, type TimelineOptions } from "./timeline.ts";

/** What a recording is made of. */
export interface Recorded<R> {
  readonly value: R;
  readonly lanes: readonly Lane[];
  readonly events: readonly TraceEvent[];
  readonly dropped: number;
  readonly duration: number;
  readonly complete?: number;
}

/**
 * What a run did: who did what, when, on which object, and what let it go on. Times are microseconds
 * since the recording began.
 *
 * @example
 * ```ts
 * import { Lock, main } from "../lib/threading.ts";
 * import { trace } from "../lib/trace.ts";
 * import assert from "node:assert/strict";
 *
 * main(import.meta, async () => {
 *   const recording = await trace(() => {
 *     using _ = new Lock({ name: "door" }).holdSync();
 *     return 7;
 *   });
 *   assert.equal(recording.value, 7);
 *   assert.deepEqual(recording.events.map(({ kind }) => kind), ["started", "acquired", "released", "ended"]);
 * });
 * ```
 */
export class Recording<R = unknown> {
  /** What the run gave. */
  readonly value: R;
  /** Threads, processes and tasks, in the order in which they began. */
  readonly lanes: readonly Lane[];
  /** What happened, in the order of time. */
  readonly events: readonly TraceEvent[];
  /** How many operations there was no room for: the last ones. */
  readonly dropped: number;
  /** How long the recording is, in microseconds: up to what it had no room for in any process. */
  readonly duration: number;
  /** Up to this time nothing is missing in any process: `duration`, if there was room for all. */
  readonly complete: number;

  /** @internal */
  constructor({ value, lanes, events, dropped, duration, complete = duration }: Recorded<R>) {
    this.value = value;
    this.lanes = lanes;
    this.events = events;
    this.dropped = dropped;
    this.duration = duration;
    this.complete = complete;
  }

  /** The recording as Chrome's Trace Event JSON, which Perfetto and chrome://tracing open. */
  json(): string {
    return [...traceJson(this)].join("");
  }

  /**
   * The recording as one page that needs no network: zoom, search, and the source with the line of each
   * event, if it was traced with `lines`.
   */
  html(options: PageOptions = {}): string {
    return [...page(this, options)].join("");
  }

  /** The lanes as lines of text for a terminal. */
  text(options: TimelineOptions = {}): string {
    return timeline(this, options);
  }
}
