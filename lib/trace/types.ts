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
  /** What happened. */
  readonly kind: TraceKind;
  /** Whose it is: the place of its lane among `lanes`. */
  readonly lane: number;
  /** When it happened: for what was waited for, when that was over. */
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
  /** Of put and got: how many items were in the queue afterwards, if that is known. */
  readonly items?: number;
  /** Which line was printed, which task ran, how long was slept. */
  readonly detail?: string;
  /** Where in the program: "/folder/file.ts:7"; only if the lines were asked for. */
  readonly place?: string;
}

/** A piece of a lane. */
export interface Span {
  /** What the lane did. */
  readonly state: "running" | "waiting" | "sleeping";
  /** When it began to. */
  readonly from: number;
  /** When it did something else. */
  readonly to: number;
  /** What is waited for. */
  readonly object?: string;
  /** The lane that held the lock that is waited for. */
  readonly holder?: number;
}

/** A thread, a process, or a task of a coroutine. Times are microseconds since the recording began. */
export interface Lane {
  /** The name of the thread, process or task. */
  readonly name: string;
  /** Which of them it is. */
  readonly kind: "thread" | "process" | "task";
  /** The identifier that the system gave the process. */
  readonly process: number;
  /** When its first own code ran. */
  readonly began: number;
  /** Null: it had not ended when the recording did. */
  readonly ended: number | null;
  /** Did it end by an error? */
  readonly failed: boolean;
  /** Without gaps from its begin to its end. */
  readonly spans: readonly Span[];
}
