/**
 * Writing to standard output and standard error from any thread. The streams of a worker only work
 * while the main thread turns its event loop (Node, Bun), so this writes to the file descriptor
 * itself. Invariant: one write() call is one uninterrupted run of bytes in the output, whichever
 * threads write at the same time, because Word.output is held from its first byte to its last.
 */

import { fstatSync, writeSync } from "node:fs";
import process from "node:process";
import { parentPort } from "node:worker_threads";
import { enterOutput, leaveOutput } from "./output_lock.ts";
import { memory, seed, Word } from "./shared.ts";

/** What was to be written could not be: the disk is full, say. `code` is the system's: "ENOSPC". */
export class OutputError extends Error {
  override readonly name = "OutputError";
  readonly code: string | undefined;

  constructor(fd: 1 | 2, cause: Error & { code?: string }) {
    const where = fd === 1 ? "standard output" : "standard error";
    super(`Cannot write to ${where}: ${cause.message.replace(/, write$/, "")}`, { cause });
    this.code = cause.code;
  }
}

const FREE = 0, HELD = 1, CONTENDED = 2;
export const CLOSED_PIPE = 141; // what a shell reports for a program that SIGPIPE ended

function take(): void {
  let was = Atomics.compareExchange(memory, Word.output, FREE, HELD);
  while (was !== FREE) {
    if (
      was === CONTENDED || Atomics.compareExchange(memory, Word.output, HELD, CONTENDED) !== FREE
    ) {
      Atomics.wait(memory, Word.output, CONTENDED);
    }
    was = Atomics.compareExchange(memory, Word.output, FREE, CONTENDED);
  }
}

function give(): void {
  if (Atomics.exchange(memory, Word.output, FREE) === CONTENDED) {
    Atomics.notify(memory, Word.output, 1);
  }
}

let leaving = false;

/** Ends the main program. What its exit handlers would still say (warnings, reports) nobody wants. */
function leave(): never {
  leaving = true;
  process.exit(CLOSED_PIPE);
}

/**
 * The reader is gone: the program ends without a word. A thread cannot end the program, so it asks
 * the main thread to and goes no further.
 */
export function outputClosed(): never {
  Atomics.store(memory, Word.closed, 1);
  if (!seed) leave();
  parentPort!.postMessage({ closed: true });
  Atomics.add(memory, Word.requests, 1);
  for (;;) Atomics.wait(memory, Word.never, 0);
}

/** Ends the main program if a thread found the output closed. */
export function endIfClosed(): void {
  if (Atomics.load(memory, Word.closed) === 1) leave();
}

/** A terminal that was closed answers as a broken disk does, but it is no file. */
function isDevice(fd: 1 | 2): boolean {
  return fstatSync(fd).isCharacterDevice();
}

/** Writes all of `text` to standard output (1) or standard error (2) before it returns. */
export function write(fd: 1 | 2, text: string): void {
  writeBytes(fd, Buffer.from(text));
}

/**
 * Writes a report that nobody asked for to standard error. Where that cannot be written (a full disk),
 * nobody can be told so either: what is reported, and the program, go on as if it had been.
 */
export function report(text: string): void {
  try {
    write(2, text);
  } catch (error) {
    if (!(error instanceof OutputError)) throw error;
  }
}

/** As `write`, for bytes as they are. */
export function writeBytes(fd: 1 | 2, bytes: Uint8Array): void {
  if (leaving) return;
  take();
  let closed = false, entered = false;
  try {
    if (memory[Word.outputFile] !== 0) entered = enterOutput(fd, bytes.length);
    for (let at = 0; at < bytes.length;) {
      try {
        at += writeSync(fd, bytes, at);
      } catch (error) {
        const { code } = error as { code?: string };
        if (code === "EAGAIN") Atomics.wait(memory, Word.never, 0, 1); // a slow reader of a full pipe
        else if (code === "EPIPE" || (code === "EIO" && isDevice(fd))) {
          closed = true;
          break;
        } else throw new OutputError(fd, error as Error);
      }
    }
  } finally {
    if (entered) leaveOutput();
    give();
  }
  if (closed) outputClosed();
}
