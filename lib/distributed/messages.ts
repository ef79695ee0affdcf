/** What callers and workers send each other: the data of BullMQ's jobs, and how they are checked. */

import { type Border, encode } from "../codec.ts";
import { Mode } from "../multiprocessing/pool/messages.ts";

/** The version of these messages. Both sides must speak the same. */
export const VERSION = 1;

export const border: Border = "machine";

/** A task: a chunk of a call. */
export interface TaskData {
  readonly version: number;
  /** The queue that the reply goes to. */
  readonly caller: string;
  /** The module, as a path below the root of each side, divided by slashes. */
  readonly module: string;
  readonly name: string;
  readonly mode: number;
  /** How many results there will be. */
  readonly count: number;
  /** How often it may be run again if its worker is lost, */
  readonly retries: number;
  /** and how often it was lost before it was sent. */
  readonly lost: number;
  /** The encoded items, in base 64. */
  readonly items: string;
}

/** What became of a task: one of the three, the encoded parts in base 64. */
export type ReplyData =
  & { readonly id: string; readonly worker: string }
  & ({ readonly results: string } | { readonly refused: string } | { readonly lost: string });

/** How a worker notes in a task that it runs it: in BullMQ's progress, which dashboards show. */
export interface Progress {
  readonly worker: string;
  /** How often its own processes were lost with it. */
  readonly lost: number;
  /** After how many ms without a word it counts as lost. */
  readonly after: number;
}

/** So many bytes fit into a message: more would be, in base 64, longer than a text can be and than Redis takes. */
export const MOST_BYTES: number = 380 * 2 ** 20;

/** @throws {RangeError} if they are too many for one message */
export function toText(bytes: Uint8Array): string {
  if (bytes.length > MOST_BYTES) {
    throw new RangeError(
      `Cannot send ${bytes.length} bytes to another machine: one message holds ${MOST_BYTES}. ` +
        "Make chunks smaller, or leave large data where both sides can read it",
    );
  }
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

export function toBytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "base64"));
}

const CALLER = /^interleave-r-[0-9a-f]{32}$/;

/** The queue for the replies to a caller; `secret` are 32 hexadecimal digits. */
export const callerName = (secret: string): string => `interleave-r-${secret}`;

/** The caller that a job names, if it can be answered. What is in the queue may be from anybody. */
export function callerOf(data: unknown): string | undefined {
  const caller = (data as Partial<TaskData> | null)?.caller;
  return typeof caller === "string" && CALLER.test(caller) ? caller : undefined;
}

const isCount = (value: unknown, most: number): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most;

const isText = (value: unknown, most: number): value is string =>
  typeof value === "string" && value.length > 0 && value.length <= most;

/**
 * The task in a job's data.
 *
 * @throws {TypeError} if it is of another version, or no task
 */
export function parseTask(data: unknown, worker: string): TaskData {
  const task = data as TaskData;
  if (typeof task?.version === "number" && task.version !== VERSION) {
    throw new TypeError(
      `Cannot run task: ${worker} speaks version ${VERSION} of the messages, and this program ` +
        `version ${task.version}. Install the same version of interleave on both sides`,
    );
  }
  const whole = isText(task?.module, 4096) && isText(task.name, 1000) &&
    isCount(task.mode, Mode.starmap) && isCount(task.count, 2 ** 32 - 2) &&
    isCount(task.retries, 1e6) && isCount(task.lost, 1e9) && isText(task.items, Infinity) &&
    (task.mode !== Mode.apply || task.count === 1);
  if (!whole) throw new TypeError(`Cannot run task: ${worker} got what is no task of a pool`);
  return task;
}

/** How a worker noted that it ran a task, as it is in Redis or as BullMQ gives it. */
export function parseProgress(progress: unknown): Progress {
  if (typeof progress === "string") {
    try {
      return parseProgress(JSON.parse(progress));
    } catch {
      progress = undefined; // it may be from anybody
    }
  }
  const { worker, lost, after } = (progress ?? {}) as Partial<Progress>;
  return {
    worker: isText(worker, 200) ? worker : "a worker",
    lost: isCount(lost, 1e9) ? lost : 0,
    after: isCount(after, 2 ** 31) ? after : 30_000,
  };
}

/** The reply in a job's data, or undefined: what is in the queue may be from anybody. */
export function parseReply(data: unknown): ReplyData | undefined {
  const reply = data as { id: unknown; worker: unknown } & Record<string, unknown>;
  if (!isText(reply?.id, 200) || !isText(reply.worker, 200)) return undefined;
  const parts = ["results", "refused", "lost"].filter((name) => isText(reply[name], Infinity));
  return parts.length === 1 ? data as ReplyData : undefined;
}

/** Encodes a value for another machine; a TypeError names the path of what cannot be sent. */
export function encodeItems(items: unknown[], mode: number, path: string): string {
  try {
    return toText(encode(items, { path, border }));
  } catch (error) {
    // Its sender knows the argument, but not the list of the items in this chunk.
    if (mode !== Mode.apply) { for (const item of items) encode(item, { path, border }); }
    throw error;
  }
}
