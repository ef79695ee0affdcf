/** A Redis of a lesson's own: on a free port, in a temporary folder, gone at the end of the lesson. */

import { mkdtempSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sleep } from "../../program/sleep.ts";
import { removeAtEnd } from "../../system/leftovers.ts";
import { type Server, startServer } from "../../system/servers.ts";
import { redisServer } from "../missing.ts";

/** Milliseconds between two looks whether it answers, and how often it is looked. */
const LOOK = 20, LOOKS = 500;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Does a Redis answer on this port? */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
    const end = (there: boolean): void => {
      socket.destroy();
      resolve(there);
    };
    socket.on("data", (data) => end(String(data).includes("PONG")));
    socket.on("error", () => end(false)).on("close", () => end(false));
    socket.setTimeout(1000, () => end(false));
  });
}

/** Invariant: it is there, and so is its folder, until it is disposed of or the program ends. */
export class LessonRedis {
  readonly url: string;
  /** Files of the lesson may be here, too. */
  readonly folder: string;
  readonly #server: Server;
  readonly #remove: () => void;

  private constructor(url: string, folder: string, server: Server, remove: () => void) {
    this.url = url;
    this.folder = folder;
    this.#server = server;
    this.#remove = remove;
  }

  /** Starts one and waits until it answers. */
  static async start(): Promise<LessonRedis> {
    const folder = mkdtempSync(join(tmpdir(), "interleave-lesson-"));
    const remove = removeAtEnd(folder);
    const port = await freePort();
    const server = startServer(redisServer()!, [
      ...["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", ""],
      ...["--appendonly", "no", "--daemonize", "no"],
    ]);
    for (let looks = 0; !await answers(port); looks++) {
      if (server.over || looks === LOOKS) {
        throw new Error(`Cannot start lesson: the Redis on port ${port} does not answer`);
      }
      await sleep(LOOK);
    }
    return new LessonRedis(`redis://127.0.0.1:${port}`, folder, server, remove);
  }

  /** It answers nobody, or does again: as if its cable were pulled, and put in again. */
  silence(on: boolean): void {
    this.#server.pause(on);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.kill();
    this.#remove();
  }
}
