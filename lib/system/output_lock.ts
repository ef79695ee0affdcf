/**
 * Lines of several processes in one pipe. The system keeps a write of up to 4096 bytes to a pipe
 * together; a longer one is cut where the pipe is full, and another process may get in between. So
 * the processes of a family agree in the memory that they share who writes.
 *
 * Each process has a slot of four numbers: SHORT (it writes a short line just now), CHOOSING and
 * TICKET (it wants to write a long one: Lamport's bakery), PID. Invariant: whoever writes a long line
 * has the lowest ticket, and nobody else writes a short one; whoever writes a short line saw nobody
 * with a ticket after it had set SHORT. Every process writes only its own slot and reads the others,
 * and it writes before it reads: so of two at least one sees the other.
 */

import { fstatSync } from "node:fs";
import process from "node:process";
import { sharesDescriptors } from "../runtime/current.ts";
import { memory, Word } from "./shared.ts";
import { openAgain, readShared, systemNumber, writeShared } from "./shared_file.ts";

const SHORT = 0, CHOOSING = 1, TICKET = 2, PID = 3, WORDS = 4;
const SLOT = WORDS * 4;
/** Where in the shared file the number of slots is, and the first slot. */
const COUNT = 0, FIRST = 16;
/** What the system keeps together. */
const ATOMIC = 4096;
/** How often a process that waits looks again, in ms, and how often whether the other still lives. */
const LOOK = 1, LIVES = 20;

function lives(pid: number): boolean {
  try {
    return pid !== 0 && process.kill(pid, 0);
  } catch (error) {
    return (error as { code?: string }).code !== "ESRCH";
  }
}

/** Is what comes out of this descriptor cut? Not into a file, and not on a terminal. */
function cuts(fd: 1 | 2): boolean {
  try {
    const status = fstatSync(fd);
    return status.isFIFO() || status.isSocket();
  } catch {
    return true;
  }
}

/** The slot of this process, as it will be published. Only who holds Word.output touches it. */
const own = new Uint32Array(WORDS);
const ownBytes = new Uint8Array(own.buffer);
const count = new Uint32Array(1);
const countBytes = new Uint8Array(count.buffer);
let slots = new Uint32Array(0);

/** The shared file, as this thread has it open. */
let opened: number | undefined;

function file(): number {
  const number = memory[Word.outputFile]! - 1;
  return opened ??= sharesDescriptors ? number : openAgain(number);
}

function ownPlace(): number {
  return memory[Word.outputPlace]!;
}

function publish(): void {
  own[PID] = process.pid;
  writeShared(file(), ownBytes, FIRST + ownPlace() * SLOT);
}

function look(): void {
  readShared(file(), countBytes, COUNT);
  const words = Math.max(count[0]!, ownPlace() + 1) * WORDS;
  if (slots.length < words) slots = new Uint32Array(words);
  readShared(file(), new Uint8Array(slots.buffer, 0, words * 4), FIRST);
}

/** The highest ticket of the others; 1 if one of them is just choosing. */
function wanted(): number {
  const mine = ownPlace() * WORDS;
  let highest = 0;
  for (let i = 0; i < slots.length; i += WORDS) {
    if (i !== mine) highest = Math.max(highest, slots[i + TICKET]!, slots[i + CHOOSING]!);
  }
  return highest;
}

function waitWhile(other: number, isBusy: () => boolean): void {
  for (let round = 1; isBusy(); round++) {
    if (round % LIVES === 0 && !lives(slots[other + PID]!)) return;
    Atomics.wait(memory, Word.never, 0, LOOK);
    look();
  }
}

/** Waits until this process has the lowest ticket and nobody writes a short line. */
function queueUp(): void {
  own[CHOOSING] = 1;
  publish();
  look();
  own[TICKET] = wanted() + 1;
  own[CHOOSING] = 0;
  publish();
  look();
  const ticket = own[TICKET], mine = ownPlace() * WORDS;
  for (let other = 0; other < slots.length; other += WORDS) {
    if (other === mine) continue;
    waitWhile(other, () => slots[other + CHOOSING] === 1);
    waitWhile(other, () => {
      const theirs = slots[other + TICKET]!;
      return theirs !== 0 && (theirs < ticket || (theirs === ticket && other < mine));
    });
    waitWhile(other, () => slots[other + SHORT] === 1);
  }
}

let cut: { 1: boolean; 2: boolean } | undefined;

/** Keeps other processes out while this one writes `length` bytes. True if `leaveOutput` must follow. */
export function enterOutput(fd: 1 | 2, length: number): boolean {
  cut ??= { 1: cuts(1), 2: cuts(2) };
  if (!cut[fd]) return false;
  if (length > ATOMIC) queueUp();
  else {
    own[SHORT] = 1;
    publish();
    look();
    if (wanted() > 0) {
      own[SHORT] = 0;
      publish();
      queueUp();
    }
  }
  return true;
}

/** Lets others write. */
export function leaveOutput(): void {
  own[SHORT] = own[TICKET] = 0;
  publish();
}

/** From now on this process and the others that share `fd` keep out of each other's lines. */
export function shareOutput(fd: number, place: number): void {
  opened = fd;
  memory[Word.outputPlace] = place;
  // Where the threads of this process cannot reach the file, their long lines may be cut by another
  // process; but none is lost.
  const number = sharesDescriptors ? fd : systemNumber(fd);
  memory[Word.outputFile] = number === undefined ? 0 : number + 1;
  publish();
}

/** A process is gone: what it was about to write holds up nobody. */
export function freeSlot(fd: number, place: number): void {
  writeShared(fd, new Uint8Array(SLOT), FIRST + place * SLOT);
}

/** Says how many slots there are, before the process with the last one starts. */
export function announceSlots(fd: number, total: number): void {
  writeShared(fd, new Uint8Array(new Uint32Array([total]).buffer), COUNT);
}
