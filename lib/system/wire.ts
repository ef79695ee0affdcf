/** Local (Unix domain) sockets between the processes of one family. */

import { mkdtempSync, rmdirSync, unlinkSync } from "node:fs";
import process from "node:process";
import type { Server, Socket } from "node:net";
import { env, refusal } from "../runtime/current.ts";
import { net } from "../runtime/builtin.ts";
import { randomBytes } from "./random.ts";

/** What happens on a wire. */
export interface WireEvents {
  /** Bytes came. They are only valid during the call. */
  data(bytes: Uint8Array): void;
  /** All that was written has left this process. */
  drained(): void;
  /** The other side is gone; called once. */
  closed(): void;
}

/** The longest path that the address of a local socket holds on Linux and macOS. */
const LONGEST_PATH = 103;

/**
 * Socket.write gets pieces of at most this length, and no more than so many bytes before it has got
 * rid of them: Bun moves all that waits in a socket whenever the system takes a bit of it. With 256
 * MiB in one piece that is 15 s of work, in these pieces none.
 */
const PIECE = 256 * 1024, AT_ONCE = 1024 * 1024;

/**
 * Calls `over` as soon as nothing comes by the socket any more, and all that came was taken. By the
 * methods that the runtimes call then, and not by the events: those come in a tick, and frameworks for
 * tests replace `process.nextTick`. The answer is to be called after each piece of data.
 */
function onceOver(socket: Socket, over: () => void): () => void {
  const { push, destroy } = socket;
  let last = false;
  const look = () => {
    if (last && socket.readableLength === 0) over();
  };
  socket.push = (chunk: unknown, encoding?: BufferEncoding) => {
    const more = push.call(socket, chunk, encoding);
    if (chunk === null) {
      last = true;
      look();
    }
    return more;
  };
  socket.destroy = (error?: Error) => {
    destroy.call(socket, error);
    over();
    return socket;
  };
  return look;
}

/**
 * A stream of bytes to another process.
 *
 * Invariant: `unsent` holds exactly the pieces, in order, that the system has not yet taken; `taken`
 * counts the bytes before them. The socket has the first `#handed` of them, `#handedBytes` in all.
 */
export class Wire {
  readonly #socket: Socket;
  readonly #events: WireEvents;
  readonly unsent: Uint8Array[] = [];
  unsentBytes = 0;
  taken = 0;
  #handed = 0;
  #handedBytes = 0;
  #closed = false;

  constructor(socket: Socket, events: WireEvents) {
    this.#socket = socket;
    this.#events = events;
    const end = onceOver(socket, () => this.#end());
    socket.on("data", (buffer: Uint8Array) => {
      // Not as a Buffer, whose slice() is no copy.
      events.data(new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length));
      end();
    });
    socket.on("error", () => this.#end());
    socket.on("end", () => this.#end());
    socket.on("close", () => this.#end());
  }

  /** Sends `bytes`, which belong to the wire until they are taken. */
  write(bytes: Uint8Array): void {
    if (this.#closed) return;
    if (bytes.length <= PIECE) this.unsent.push(bytes);
    else {
      for (let at = 0; at < bytes.length; at += PIECE) {
        this.unsent.push(bytes.subarray(at, at + PIECE));
      }
    }
    this.unsentBytes += bytes.length;
    this.#hand();
  }

  #hand(): void {
    while (this.#handed < this.unsent.length && this.#handedBytes < AT_ONCE) {
      const piece = this.unsent[this.#handed++]!;
      this.#handedBytes += piece.length;
      this.#socket.write(piece, (error) => {
        if (!error && this.#settle()) this.#hand();
      });
      this.#settle(); // of what is taken at once the socket tells later, in a tick
    }
  }

  /** Forgets the pieces that the system has taken; answers whether there were some. */
  #settle(): boolean {
    const before = this.#handed;
    if (this.#socket.destroyed || this.#socket.errored) return false;
    for (let gone = this.#handedBytes - this.#socket.writableLength; this.#handed > 0;) {
      const { length } = this.unsent[0]!;
      if ((gone -= length) < 0) break;
      this.unsent.shift();
      this.#handed--;
      this.#handedBytes -= length;
      this.taken += length;
      this.unsentBytes -= length;
    }
    if (this.#handed === before) return false;
    if (this.unsentBytes === 0) this.#events.drained();
    return true;
  }

  /** Reads on, or not for now: what comes meanwhile waits at the sender. */
  pause(paused: boolean): void {
    if (paused) this.#socket.pause();
    else this.#socket.resume();
  }

  /** Does this wire alone keep the program alive? Not unless it is told so. */
  hold(held: boolean): void {
    if (held) this.#socket.ref();
    else this.#socket.unref();
  }

  /** Ends the connection at once. */
  close(): void {
    this.#end();
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket.destroy();
    this.#events.closed();
  }
}

/** A place where processes of this user can connect, as long as it is open. */
export interface Door {
  readonly path: string;
  close(): void;
}

/** Folders for short-lived private files, the best first. */
export function privateFolders(): string[] {
  const own = env("TMPDIR") || "/tmp";
  return [...new Set([own, "/dev/shm", env("XDG_RUNTIME_DIR") || own, "/tmp"])];
}

/** Opens the door in the first folder where that works: others are full, not ours, or too deep. */
function listening(server: Server): string {
  let failure: unknown; // /tmp, the last of them, is always tried
  const note = (error: unknown) => {
    if (refusal(failure) === undefined) failure = error; // what is not permitted explains the rest
  };
  for (const folder of privateFolders()) {
    if (Buffer.byteLength(folder) > LONGEST_PATH - 32) continue;
    let made: string | undefined;
    try {
      made = mkdtempSync(`${folder.replace(/\/+$/, "")}/interleave-`); // mode 0700
      server.listen(`${made}/door`);
      // Why it does not listen is told later, by an event: too late for who starts a process.
      if (server.listening) return made;
      note(
        new Error(
          `no local socket can be opened in ${folder}: no file descriptor is free (ulimit -n), ` +
            "or its file system has no sockets",
        ),
      );
    } catch (error) {
      note(error);
    }
    if (made !== undefined) rmdirSync(made);
  }
  throw failure;
}

/**
 * Listens in Linux's abstract namespace, where a socket has a name and no file: nothing is left behind,
 * however the program ends, and no folder has to be short or ours. Who may come in is decided by the
 * token that the child brings. The name, or undefined where there is no such thing.
 */
function listeningByName(server: Server): string | undefined {
  if (process.platform !== "linux") return undefined;
  const name = `\0interleave-${randomBytes(16)}`;
  try {
    server.listen(name);
    return server.listening ? name : undefined;
  } catch {
    return undefined; // Deno may be allowed folders only
  }
}

/**
 * Opens a door: by a name where the system has that, else in a private folder of its own (mode 0700).
 * Closing it removes what there is; those who came in stay connected.
 *
 * @throws what the system says if no temporary folder can be written, or no socket opened there
 */
export function openDoor(entered: (socket: Socket) => void): Door {
  const make = () => {
    const server: Server = net().createServer(entered);
    server.on("error", () => {}); // seen by `listening`
    return server.unref();
  };
  let server = make();
  const name = listeningByName(server);
  if (name !== undefined) return { path: name, close: () => void server.close() };
  server = make();
  const folder = listening(server);
  const path = `${folder}/door`;
  const removed = () => {
    // One by one: the server that is closed removes the socket as well, and may be in between.
    for (const remove of [() => unlinkSync(path), () => rmdirSync(folder)]) {
      try {
        remove();
      } catch {
        // It is gone already.
      }
    }
  };
  process.on("exit", removed);
  return {
    path,
    close() {
      process.off("exit", removed);
      server.close();
      removed();
    },
  };
}

/** Connects to the door at `path`. */
export function connectTo(
  path: string,
  connected: (socket: Socket) => void,
  failed: () => void,
): void {
  const socket = net().connect(path);
  socket.once("error", failed);
  socket.once("connect", () => {
    socket.off("error", failed);
    connected(socket);
  });
}

export type { Socket };
