/** What the library needs of `node:worker_threads`, which only lib/runtime and lib/system import. */

import { parentPort } from "node:worker_threads";
import { memory, Word } from "./shared.ts";

export { MessageChannel, type MessagePort, receiveMessageOnPort } from "node:worker_threads";

/**
 * Tells the main thread that something is to be done for this one. It hears it in its event loop by
 * the message, and while it is blocked by the word.
 */
export function ringMain(): void {
  Atomics.add(memory, Word.requests, 1);
  parentPort!.postMessage(0);
}
