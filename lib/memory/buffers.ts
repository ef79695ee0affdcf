/**
 * SharedArrayBuffers on their way. They cannot be written into memory, only posted through a port, so
 * they travel beside the message that refers to them: its sender hands them to the main thread under
 * a ticket, which hands them round to all threads. Whoever reads the message finds them in its port,
 * also while it is blocked; one that reads before they were handed round waits for that. What was
 * posted before a thread looks need not be in its port yet (Deno 2.9.6), and nobody tells when it is,
 * so it looks again after a moment.
 *
 * Invariant: buffers are in a thread's map, or in its port, or (workers only) not yet handed round by
 * main, from `lend` to `takeBack`, which are called once each for a ticket.
 */

import { inWorker } from "../runtime/current.ts";
import { type MessagePort, receiveMessageOnPort, ringMain } from "../system/ports.ts";
import { memory, Word } from "../system/shared.ts";
import { block, deadlineIn, serveRequests } from "./block.ts";

interface Parcel {
  readonly ticket: number;
  /** Without: the ticket is taken back. */
  readonly buffers?: SharedArrayBuffer[];
  /** The same for the same memory, however often and wherever it was sent. */
  readonly ids?: number[];
}

/** Milliseconds after which a port is looked into again. */
const ARRIVAL = 1;

const lent = new Map<number, SharedArrayBuffer[]>();
const ids = new WeakMap<SharedArrayBuffer, number>();
const ours = new WeakSet<ArrayBufferLike>();

/** The buffer belongs to an object of the library. */
export function claimBuffer(buffer: ArrayBufferLike): void {
  ours.add(buffer);
}

/** Was the buffer passed between threads, by the program itself? */
export function isPassed(buffer: ArrayBufferLike): boolean {
  return ids.has(buffer as SharedArrayBuffer) && !ours.has(buffer);
}

/** A number for the memory that `buffer` is: the same in every thread that it was sent to. */
export function bufferId(buffer: SharedArrayBuffer): number {
  let id = ids.get(buffer);
  if (id === undefined) ids.set(buffer, id = Atomics.add(memory, Word.ticket, 1) + 1);
  return id;
}

/** In the main thread the ports of all workers, in a worker the port to main. */
const ports = new Set<MessagePort>();

/** A port over which buffers go between main and one worker. The answer disconnects it. */
export function connect(port: MessagePort): () => void {
  ports.add(port);
  if (!inWorker) {
    for (const [ticket, buffers] of lent) {
      port.postMessage({ ticket, buffers, ids: buffers.map(bufferId) } satisfies Parcel);
    }
  }
  return () => {
    collect();
    ports.delete(port);
    port.close();
  };
}

function keep({ ticket, buffers, ids: known }: Parcel): void {
  buffers?.forEach((buffer, at) => known && ids.set(buffer, known[at]!));
  if (buffers) lent.set(ticket, buffers);
  else lent.delete(ticket);
}

/** Takes in what lies in the ports; main hands it round. */
export function collect(): void {
  let round = false;
  for (const port of ports) {
    for (let got = receiveMessageOnPort(port); got; got = receiveMessageOnPort(port)) {
      const parcel = got.message as Parcel;
      keep(parcel);
      if (inWorker) continue;
      for (const other of ports) if (other !== port) other.postMessage(parcel);
      round = true;
    }
  }
  if (!round) return;
  Atomics.add(memory, Word.handedRound, 1);
  Atomics.notify(memory, Word.handedRound);
}

function send(parcel: Parcel): void {
  keep(parcel);
  for (const port of ports) port.postMessage(parcel);
  if (inWorker) ringMain();
}

/** Hands `buffers` round and answers their ticket. */
export function lend(buffers: SharedArrayBuffer[]): number {
  const ticket = Atomics.add(memory, Word.ticket, 1) + 1;
  send({ ticket, buffers, ids: buffers.map(bufferId) });
  return ticket;
}

/** The buffers of `ticket`. */
export function retrieve(ticket: number): SharedArrayBuffer[] {
  for (;;) {
    const round = Atomics.load(memory, Word.handedRound);
    const buffers = lent.get(ticket);
    if (buffers) return buffers;
    collect();
    if (!lent.has(ticket)) block(Word.handedRound, round, deadlineIn(ARRIVAL));
  }
}

/** The message of `ticket` is gone. */
export function takeBack(ticket: number): void {
  if (!inWorker) serveRequests();
  send({ ticket });
}
