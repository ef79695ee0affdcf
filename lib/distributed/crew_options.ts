/** What the crew of a distributed pool is told by the pool. */

import type { Line } from "./line.ts";
import type { ReplyData } from "./messages.ts";

/** Makes the line, once the connection is there. */
export type Connect = (
  hear: (reply: ReplyData) => void,
  back: () => void,
  signal: AbortSignal,
) => Promise<Line>;

/** What a crew is told. */
export interface CrewOptions {
  readonly ahead: number;
  readonly root: string | undefined;
  readonly retries: number;
  /** How the queue is called in messages. */
  readonly queue: string;
}
