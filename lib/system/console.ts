/**
 * Standard output and `console` of a thread or a child process. The streams that the runtimes give them
 * write later: those of a worker wait for the main thread's event loop (Node, Bun), and those of a child
 * whose output is a pipe lose what is still to be written when it ends (Node). So the same streams write
 * at once, in order with `print`, and each piece whole.
 */

import { Console } from "node:console";
import process from "node:process";
import { Writable } from "node:stream";
import { format } from "node:util";
import { writeBytes } from "./output.ts";

/** What a stream does with bytes; everything else about it stays as it is. */
type Sink = Omit<Writable, "_writev"> & {
  _write: (chunk: Uint8Array | string, encoding: BufferEncoding, done: () => void) => void;
  _writev?: unknown;
  write: Writable["write"];
};

function synchronous(stream: Sink, fd: 1 | 2): void {
  // Node's stream of a worker gives texts as they are, the others give bytes.
  stream._write = (chunk, encoding, done) => {
    writeBytes(fd, typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk);
    done();
  };
  stream._writev = null;
  // Bun's stream has a way of its own past `_write`.
  stream.write = Writable.prototype.write;
}

/** As Node's; Bun's `Console` gives the place without the text. */
function trace(...values: unknown[]): void {
  const here = { stack: "" };
  Error.captureStackTrace(here, trace);
  const text = format(...values);
  const place = here.stack.slice(here.stack.indexOf("\n"));
  globalThis.console["error"](`Trace${text === "" ? "" : `: ${text}`}${place}`);
}

/** As Bun's `console.write`, which writes what it is given as it is, and answers how many bytes that were. */
function write(...values: unknown[]): number {
  const pieces = values.map((value) => {
    if (value instanceof ArrayBuffer) return new Uint8Array(value);
    if (!ArrayBuffer.isView(value)) return Buffer.from(String(value));
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  });
  const bytes = Buffer.concat(pieces);
  writeBytes(1, bytes);
  return bytes.length;
}

/** Makes the standard streams and all of `console` write at once. */
export function redirectConsole(): void {
  const { stdout, stderr } = process as unknown as { stdout: Sink; stderr: Sink };
  synchronous(stdout, 1);
  synchronous(stderr, 2);
  const own = new Console({ stdout, stderr }) as unknown as Record<string, unknown>;
  const all = globalThis.console as unknown as Record<string, unknown>;
  for (const name of Object.keys(own)) {
    if (typeof own[name] === "function" && typeof all[name] === "function") all[name] = own[name];
  }
  all["trace"] = trace;
  if (typeof all["write"] === "function") all["write"] = write; // only Bun has it (1.4.5)
}
