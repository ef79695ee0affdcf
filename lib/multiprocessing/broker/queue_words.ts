/** With which words calls fail at a queue and at an end of a pipe, whatever it is called. */

import { called, partOf } from "../../called.ts";
import { Failure } from "../protocol.ts";

type Words = (name: string | undefined) => string;

/** What differs between a queue and an end of a pipe. */
export interface QueueWords {
  /** How a call fails when nothing can come any more. */
  readonly end: number;
  readonly noMore: Words;
  readonly refused: Words;
  /** There is nothing now. */
  readonly empty: Words;
  /** There was nothing in time. */
  readonly late: Words;
}

export const QUEUE: QueueWords = {
  end: Failure.shutDown,
  noMore: (name) => `Cannot get: ${called("the queue", name)} was shut down and is empty`,
  refused: (name) => `Cannot put: ${called("the queue", name)} was shut down`,
  empty: (name) => `Cannot get: ${called("the queue", name)} is empty`,
  late: (name) => `Cannot get: ${partOf("no item", "queue", name)} came in time`,
};

const OTHER = "the other end of the pipe";

export const PIPE: QueueWords = {
  end: Failure.endOfFile,
  noMore: (name) =>
    `Cannot receive: ${called(OTHER, name)} is closed and everything sent was received`,
  refused: (name) => `Cannot send: ${called(OTHER, name)} is closed`,
  empty: (name) => `Cannot get: ${called("the pipe", name)} is empty`,
  late: (name) => `Cannot get: ${partOf("no item", "pipe", name)} came in time`,
};

/** What a put is told that found no room, and waited for it or did not. */
export function full(name: string | undefined, most: number, waited: boolean): string {
  return `Cannot put: ${called("the queue", name)} ${
    waited ? "stayed" : "is"
  } full (maxsize ${most})`;
}
