/**
 * Where things are in the family's shared file. It is sparse: only what was written takes memory.
 *
 *     process with number n (never used twice): NUMBERS + n * STRIDE
 *         its shared numbers, from the front
 *     process in place p (used again when it is gone): p * PLACE
 *         the last bytes it could not send, large values that it sends, what it hands to its children
 */

import { createSharedFile, readShared, writeShared } from "../../system/shared_file.ts";
import { refusal } from "../../runtime/current.ts";
import { RuntimeError } from "../../errors.ts";

/** Each process has a place of this size for what it hands to others. */
const PLACE = 2 ** 28;
const PLACES = 2 ** 14;
const NUMBERS = PLACE * PLACES;
/** The space for the shared numbers of one process. */
export const STRIDE: number = 2 ** 28;

/** Where the numbers of the process `number` begin. */
export function numbersOf(number: number): number {
  return NUMBERS + number * STRIDE;
}

/** Where the place `place` begins: a quarter for the tail, one for blocks, half for jobs. */
export function placeOf(place: number): number {
  return place * PLACE;
}

/** The room for a tail, without its head. */
export const LONGEST_TAIL: number = PLACE / 4 - 16;

/** Where the blocks begin in a place, and the room for them. */
export function blocksOf(place: number): number {
  return place * PLACE + PLACE / 4;
}
export const BLOCKS_ROOM: number = PLACE / 4;

/** Where the jobs for children begin in a place. */
export function jobsOf(place: number): number {
  return place * PLACE + PLACE / 2;
}

let descriptor: number | undefined;

/** The shared file of this family, which is created when it is first needed. */
export function sharedFile(): number {
  if (descriptor !== undefined) return descriptor;
  try {
    return descriptor = createSharedFile();
  } catch (error) {
    const why = refusal(error) ??
      `no file could be created in a temporary folder (${
        error instanceof Error ? error.message : error
      }). Free some space there, or name another folder in the environment variable TMPDIR`;
    throw new RuntimeError(`Cannot share memory with other processes: ${why}`, { cause: error });
  }
}

/** Is there a shared file, because there are other processes? */
export function isShared(): boolean {
  return descriptor !== undefined;
}

/** Takes the file that was inherited. */
export function adoptSharedFile(fd: number): void {
  descriptor = fd;
}

export function readAt(position: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  readShared(sharedFile(), bytes, position);
  return bytes;
}

export function writeAt(position: number, bytes: Uint8Array): void {
  writeShared(sharedFile(), bytes, position);
}
