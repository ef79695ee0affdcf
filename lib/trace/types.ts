/** What a recording gives: its lanes, and what happened in them. */

/** What happened. */
export type TraceKind =
  | "started"
  | "starts"
  | "waiting"
  | "running"
  | "acquired"
  | "released"
  | "put"
  | "got"
  | "notified"
  | "woken"
  | "joined"
  | "gaveUp"
  | "slept"
  | "task"
  | "printed"
  | "ended"
  | "failed";

/** One thing that happened. Times are microseconds since the recording began. */
export interface TraceEvent {
  readonly kind: TraceKind;
  /** Whose it is: the place of its lane among `lanes`. */
  readonly lane: number;
  readonly time: number;
  /** Of what lasts (waiting, slept, task): when it was over; null if it never was. */
  readonly until?: number | null;
  /** On which object, thread or process: "Lock-1", or the name that it was given. */
  readonly object?: string;
  /** Which class that is of. */
  readonly type?: string;
  /** Of waiting for a lock: the lane that held it. */
  readonly holder?: number;
  /** The place among `events` of what let this happen: a release, a put, a notification, a start. */
  readonly cause?: number;
  /** Which line was printed, which task ran, how long was slept. */
  readonly detail?: string;
  /** Where in the program: "/folder/file.ts:7"; only if the lines were asked for. */
  readonly place?: string;
}

/** A piece of a lane. */
export interface Span {
  readonly state: "running" | "waiting" | "sleeping";
  readonly from: number;
  readonly to: number;
  /** What is waited for. */
  readonly object?: string;
  readonly holder?: number;
}

/** A thread, a process, or a task of a coroutine. Times are microseconds since the recording began. */
export interface Lane {
  readonly name: string;
  readonly kind: "thread" | "process" | "task";
  /** The identifier that the system gave the process. */
  readonly process: number;
  readonly began: number;
  /** Null: it had not ended when the recording did. */
  readonly ended: number | null;
  readonly failed: boolean;
  /** Without gaps from its begin to its end. */
  readonly spans: readonly Span[];
}
