/**
 * What a parent hands to its child, in the shared file, so that starting a process waits for nobody:
 *
 *     slot + 0   length of the job (4)     slot + 4  length of the door, 0 until it is known (4)
 *     slot + 8   door: where to come in, written by the first process of the family
 *     slot + 512 job, and right behind it the encoded arguments
 */

import type { Reference } from "../../program/reference.ts";
import type { Context } from "../../runtime/context.ts";
import { jobsOf, readAt, writeAt } from "./layout.ts";

/** How a child comes in, and its place in the shared file. */
export interface DoorPlan {
  readonly path: string;
  readonly token: string;
  readonly number: number;
  readonly place: number;
}

/** What a child is to do. */
export interface Job {
  readonly process: number;
  readonly name: string;
  readonly daemon: boolean;
  readonly parent: { readonly process: number; readonly pid: number; readonly name: string };
  readonly target: Reference;
  readonly context: Context;
  /** Must it watch itself whether its parent lives? */
  readonly watches: boolean;
}

const DOOR = 8;
const JOB = 512;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

function lengths(job: number): Uint8Array {
  return new Uint8Array(new Uint32Array([job]).buffer);
}

/** Slots that are in use, by position. */
const used: { at: number; end: number }[] = [];

/** Writes a job into a free slot; answers where it is and how to free it. */
export function writeJob(
  place: number,
  job: Job,
  args: Uint8Array,
): { slot: number; free: () => void } {
  const text = encoder.encode(JSON.stringify(job));
  const whole = new Uint8Array(4 + text.length + args.length);
  new DataView(whole.buffer).setUint32(0, text.length, true);
  whole.set(text, 4);
  whole.set(args, 4 + text.length);
  const size = JOB + whole.length;
  let at = jobsOf(place);
  let index = 0;
  while (index < used.length && used[index]!.at - at < size) at = used[index++]!.end;
  const entry = { at, end: at + size };
  used.splice(index, 0, entry);
  const free = (): void => {
    const found = used.indexOf(entry);
    if (found >= 0) used.splice(found, 1);
  };
  try {
    writeAt(at, new Uint8Array(8));
    writeAt(at + JOB, whole);
    writeAt(at, lengths(whole.length));
  } catch (error) {
    free();
    throw error;
  }
  return { slot: at, free };
}

/** Says how to come in. The length is written last: a door is there whole or not at all. */
export function writeDoor(slot: number, door: DoorPlan): void {
  const text = encoder.encode(JSON.stringify(door));
  writeAt(slot + DOOR, text);
  writeAt(slot + 4, lengths(text.length));
}

export function readJob(slot: number): { job: Job; args: Uint8Array } {
  const length = new DataView(readAt(slot, 4).buffer).getUint32(0, true);
  const whole = readAt(slot + JOB, length);
  const text = new DataView(whole.buffer).getUint32(0, true);
  return {
    job: JSON.parse(decoder.decode(whole.subarray(4, 4 + text))),
    args: whole.subarray(4 + text),
  };
}

/** The door, or undefined while the first process of the family has not written it. */
export function readDoor(slot: number): DoorPlan | undefined {
  const length = new DataView(readAt(slot + 4, 4).buffer).getUint32(0, true);
  return length === 0 ? undefined : JSON.parse(decoder.decode(readAt(slot + DOOR, length)));
}
