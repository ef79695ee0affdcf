/**
 * Large encoded values go through the shared file instead of the sockets: they are copied in once and
 * out once, whichever way the message takes, and only 25 bytes of it take that way.
 *
 * Invariant: a block belongs to its reader from the moment in which it is referred to in a message
 * until that says it has read it; then the broker tells the writer that it may use the room again.
 */

import { clearTimeout, setTimeout } from "../../runtime/clock.ts";
import { decode } from "../../codec.ts";
import { readShared, writeShared } from "../../system/shared_file.ts";
import { link, newId } from "../member.ts";
import { NOTHING } from "../link/wire_format.ts";
import { BLOCKS_ROOM, blocksOf, isShared, sharedFile } from "./layout.ts";
import { myPlace } from "./region.ts";
import { Common, ResourceKind } from "../protocol.ts";

/** The first byte of a message that is in a block, encoded or as it is; no encoded value begins so. */
const ENCODED = 0x3f, PLAIN = 0x3e;
const MESSAGE = 25;
/** Smaller values are faster through the socket, larger ones would fill the room. */
const LEAST = 64 * 1024, MOST = 16 * 1024 * 1024;

/** More than this is not in use at a time while readers get on: what is small stays in the caches. */
const ENOUGH = 8 * 1024 * 1024;
/** How long, in ms, a writer waits for readers. */
const PATIENCE = 20;

let inUse = 0;
/** Did a writer wait in vain since the last block was read? */
let stalled = false;
let waiting: Promise<void> | undefined;
let freed = () => {};

/**
 * Undefined, or a promise for the moment when some blocks were read. A writer that is faster than its
 * readers waits for them, but not if they do not read at all.
 */
export function roomForBlocks(): Promise<void> | undefined {
  if (inUse < ENOUGH || stalled) return undefined;
  return waiting ??= new Promise((resolve) => {
    const timer = setTimeout(() => {
      stalled = true;
      freed();
    }, PATIENCE);
    freed = () => {
      clearTimeout(timer);
      waiting = undefined;
      freed = () => {};
      resolve();
    };
  });
}

/** The blocks in use, by position. */
const used: { readonly at: number; readonly end: number }[] = [];

function allocate(size: number): { at: number; free: () => void } | undefined {
  let at = blocksOf(myPlace());
  let index = 0;
  while (index < used.length && used[index]!.at - at < size) at = used[index++]!.end;
  if (at + size > blocksOf(myPlace()) + BLOCKS_ROOM) return undefined;
  const block = { at, end: at + size };
  used.splice(index, 0, block);
  inUse += size;
  return {
    at,
    free() {
      used.splice(used.indexOf(block), 1);
      inUse -= size;
      stalled = false;
      freed();
    },
  };
}

/** Is this worth a block? */
export function isLarge(bytes: Uint8Array): boolean {
  return bytes.length >= LEAST && bytes.length <= MOST && isShared();
}

/** Is this a large array of bytes that needs no encoding? Then it is copied once less on each side. */
export function isPlain(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && value.constructor === Uint8Array && isLarge(value) &&
    value.buffer instanceof ArrayBuffer && value.length === value.buffer.byteLength &&
    !value.buffer.resizable;
}

/** Puts bytes into a block; answers the message that refers to it and its identifier, if there is room. */
export function store(
  bytes: Uint8Array,
  plain: boolean,
): { message: Uint8Array; id: number } | undefined {
  const block = allocate(bytes.length);
  if (!block) return undefined;
  try {
    writeShared(sharedFile(), bytes, block.at);
  } catch {
    block.free();
    return undefined; // the memory is full: it goes through the socket
  }
  const id = newId();
  const broker = link();
  broker.listen(id, () => {
    broker.forget(id);
    block.free();
  });
  broker.tell(id, Common.create, ResourceKind.memory, myPlace());
  const message = new Uint8Array(MESSAGE);
  const view = new DataView(message.buffer);
  message[0] = plain ? PLAIN : ENCODED;
  view.setFloat64(1, id, true);
  view.setFloat64(9, block.at, true);
  view.setFloat64(17, bytes.length, true);
  return { message, id };
}

/** This process no longer holds the block: only the message refers to it. */
export function handOver(id: number): void {
  link().tell(id, Common.refer, 1);
  link().tell(id, Common.drop);
}

let scratch: Uint8Array = NOTHING;

/** The value of a message: what was encoded in it, or is in the block that it refers to. */
export function fetch(message: Uint8Array): unknown {
  const kind = message[0];
  if (message.length !== MESSAGE || (kind !== ENCODED && kind !== PLAIN)) {
    return decode(message, TO);
  }
  const view = new DataView(message.buffer, message.byteOffset, MESSAGE);
  const at = view.getFloat64(9, true), length = view.getFloat64(17, true);
  const read = (bytes: Uint8Array): Uint8Array => {
    readShared(sharedFile(), bytes, at);
    link().tell(view.getFloat64(1, true), Common.arrive, 0);
    return bytes;
  };
  if (kind === PLAIN) return read(new Uint8Array(Buffer.allocUnsafeSlow(length).buffer));
  if (scratch.length < length) scratch = new Uint8Array(length);
  return decode(read(scratch.subarray(0, length)), TO);
}

const TO = { border: "process" } as const;
