/**
 * What a process could not send before its exit. What it has handed to its socket is lost when it
 * exits before the system took it, so it writes that into its place in the shared file, where the
 * broker finds it: position in the stream (8 bytes), length (8), bytes.
 */

import { LONGEST_TAIL, readAt, writeAt } from "./layout.ts";

/** Saves the blocks that begin at `position` of the stream. */
export function saveTail(at: number, position: number, blocks: readonly Uint8Array[]): void {
  const length = blocks.reduce((sum, block) => sum + block.length, 0);
  if (length === 0 || length > LONGEST_TAIL) return;
  const head = new Float64Array([position, length]);
  try {
    let next = at + 16;
    for (const block of blocks) {
      writeAt(next, block);
      next += block.length;
    }
    writeAt(at, new Uint8Array(head.buffer)); // last: a tail is there whole or not at all
  } catch {
    // No room: what was not awaited is lost, as it is when a process is killed.
  }
}

/** What is saved at `at` behind the first `received` bytes of the stream; it is removed. */
export function takeTail(at: number, received: number): Uint8Array | undefined {
  const head = readAt(at, 16);
  const [position, length] = new Float64Array(head.buffer) as unknown as [number, number];
  if (length === 0) return undefined;
  writeAt(at, new Uint8Array(16));
  const known = received - position;
  if (known < 0 || known >= length) return undefined;
  return readAt(at + 16 + known, length - known);
}
