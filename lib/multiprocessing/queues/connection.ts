/** Pipe and its two ends, each a Connection. */

import { adopt, takeOrigin } from "../../adopt.ts";
import { EOFError, RuntimeError } from "../../errors.ts";
import { called } from "../../called.ts";
import { observer } from "../../memory/observer.ts";
import { nameIn } from "../../threading/named.ts";
import { limit, type WaitOptions } from "../../waiting.ts";
import { link, newId } from "../member.ts";
import { numbered, openItem } from "./numbered.ts";
import { Prefetched } from "./prefetched.ts";
import {
  drop,
  idOf,
  nameOf,
  pack,
  restorable,
  SharedObject,
  tellName,
} from "../link/shared_object.ts";
import { waitingCall } from "../link/waiting_call.ts";
import { Common, QueueEvent, QueueMethod, ResourceKind } from "../protocol.ts";

/** What an end of a pipe may do. */
interface Direction {
  readonly sends: boolean;
  readonly receives: boolean;
}

/** After so many bytes that nobody has confirmed, `send` waits for the other side to receive some. */
const MUCH = 256 * 1024;

/**
 * One end of a pipe; see `Pipe`. Follows CPython's `multiprocessing.connection.Connection`.
 *
 * @example
 * ```ts
 * import { type Connection, Pipe } from "../lib/multiprocessing.ts";
 * import assert from "node:assert/strict";
 *
 * async function greet(connection: Connection) {
 *   await connection.send("hello");
 *   await connection.close();
 * }
 *
 * const [mine, other] = Pipe();
 * await greet(other);
 * assert.equal(await mine.recv(), "hello");
 * ```
 */
export class Connection extends SharedObject {
  readonly #id: number;
  readonly #direction: Direction;
  readonly #prefetched: Prefetched;
  #closed = false;
  #alone = false;
  #unconfirmed = 0;

  static {
    restorable("mp.Connection", Connection as unknown as new () => Connection, (connection) => {
      connection.#check("pass on", true);
      return connection.#direction;
    });
  }

  /** @throws {TypeError} always: `Pipe` makes connections */
  private constructor() {
    const origin = takeOrigin();
    if (!origin) throw new TypeError("Cannot make connection: use Pipe(), which makes both ends");
    super(origin, origin.name);
    this.#direction = origin.parts as Direction;
    this.#id = idOf(this);
    this.#prefetched = new Prefetched(this.#id);
    const prefetched = new WeakRef(this.#prefetched), self = new WeakRef(this);
    link().listen(this.#id, (method) => {
      prefetched.deref()?.hear(method);
      const connection = self.deref();
      if (method === QueueEvent.shutdown && connection) connection.#alone = true;
    });
  }

  #end(which: string): string {
    return called(`${which} end of the pipe`, nameOf(this));
  }

  #check(act: string, allowed: boolean): void {
    if (this.#closed) throw new RuntimeError(`Cannot ${act}: ${this.#end("this")} is closed`);
    if (!allowed) {
      const { sends } = this.#direction;
      throw new RuntimeError(
        `Cannot ${act}: ${this.#end("this")} only ${sends ? "sends" : "receives"}`,
      );
    }
  }

  /**
   * Sends a snapshot of `value` to the other end. It waits while much is on its way that nobody has
   * received.
   *
   * @throws {EOFError} if nobody has the other end any more
   * @throws {TypeError} naming the path, if the value holds something that cannot be sent
   * @throws {RuntimeError} if this end is closed or only receives
   */
  async send(value: unknown): Promise<void> {
    this.#check("send", this.#direction.sends);
    if (this.#alone) throw new EOFError(`Cannot send: ${this.#end("the other")} is closed`);
    const { bytes: own, weight } = pack(value, "item", false);
    const bytes = numbered(own, observer?.passage());
    this.#unconfirmed += weight;
    if (this.#unconfirmed < MUCH) {
      link().append(QueueMethod.append, this.#id, bytes);
      return;
    }
    const sent = this.#unconfirmed;
    this.#unconfirmed = 0;
    await link().ask(this.#id, QueueMethod.put, 1, sent, bytes);
  }

  /**
   * Receives the next value that the other end sent, and waits for one.
   *
   * @param options `timeout` in ms, `signal`
   * @throws {EOFError} when everything was received and nobody has the other end any more
   * @throws {Empty} when nothing came in time
   */
  async recv(options?: WaitOptions): Promise<unknown> {
    this.#check("receive", this.#direction.receives);
    limit("Cannot receive", options);
    options?.signal?.throwIfAborted();
    const ahead = this.#prefetched.next(), passage = observer?.passage();
    if (ahead) return openItem(ahead, passage);
    this.#prefetched.asked++;
    try {
      return await waitingCall("Cannot receive", this.#id, QueueMethod.get, options, (answer) => {
        return openItem(this.#prefetched.take(answer), passage);
      });
    } finally {
      this.#prefetched.asked--;
    }
  }

  /**
   * Is there something to receive, or the end?
   *
   * @param options `timeout`: how many ms to wait for it; not at all, without. `Infinity`: for ever
   */
  async poll(options?: Pick<WaitOptions, "timeout" | "signal">): Promise<boolean> {
    this.#check("poll", this.#direction.receives);
    limit("Cannot poll", options);
    if (this.#prefetched.some) return true;
    const { timeout = 0, signal } = options ?? {};
    return await waitingCall(
      "Cannot poll",
      this.#id,
      QueueMethod.poll,
      { timeout, signal },
      ({ a }) => a === 1,
    );
  }

  /** Is this end closed in this process? */
  get closed(): boolean {
    return this.#closed;
  }

  /** May this end receive? */
  get readable(): boolean {
    return this.#direction.receives;
  }

  /** May this end send? */
  get writable(): boolean {
    return this.#direction.sends;
  }

  /** This process uses this end no longer. The other end finds the end when no process does. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#prefetched.giveBack();
    drop(this);
    await link().flushed();
  }

  /** `await using` closes it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** Options of a pipe. */
export interface PipeOptions {
  /** May both ends send and receive? By default they may; else the first receives what the second sends. */
  duplex?: boolean | undefined;
  /** What both ends are called in errors and timelines. */
  name?: string | undefined;
}

/**
 * Makes a pipe: two ends, of which each receives what the other sends. An end can be passed to other
 * processes; it is closed when every process that has it has closed it or is gone. Follows CPython's
 * `multiprocessing.Pipe`.
 *
 * @returns the two ends; with `duplex: false` the receiver and the sender
 *
 * @example
 * ```ts
 * import { Pipe } from "../lib/multiprocessing.ts";
 * import assert from "node:assert/strict";
 *
 * const [receiver, sender] = Pipe({ duplex: false });
 * await sender.send({ greeting: "hello" });
 * await sender.close();
 * assert.deepEqual(await receiver.recv(), { greeting: "hello" });
 * await assert.rejects(receiver.recv(), { name: "EOFError" });
 * ```
 */
export function Pipe(options?: PipeOptions): [Connection, Connection] {
  const duplex = options?.duplex ?? true;
  const name = nameIn("Cannot make pipe", options);
  const one = newId(), other = newId();
  link().tell(one, Common.create, ResourceKind.pipe, other);
  return [
    end(one, { sends: duplex, receives: true }, name),
    end(other, { sends: true, receives: duplex }, name),
  ];
}

function end(at: number, parts: Direction, name: string | undefined): Connection {
  const Class = Connection as unknown as new () => Connection;
  const connection = adopt(Class, { at, parts, name, made: true });
  tellName(connection);
  return connection;
}
