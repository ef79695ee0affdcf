/** A connection to Redis that comes back by itself once it was there. */

import type { Redis, RedisOptions } from "ioredis";
import { clearTimeout, setTimeout } from "../runtime/clock.ts";
import { ConnectionError } from "../errors.ts";
import type { Address } from "./address.ts";
import type { Engine } from "./engine.ts";

/** How soon, in ms, it is tried again: after the first failure, and at most. */
const AGAIN = 100, AGAIN_AT_MOST = 1000;

/** How long, in ms, a connection may take to end before it is cut: nothing that matters is under way. */
const CUT = 300;

/** What Redis or the certificates say when it would be of no use to try again. */
const REFUSED =
  /\b(?:WRONGPASS|NOAUTH|NOPERM|invalid password|ERR AUTH|invalid DB index|DB index is out of range|certificate|CERT|wrong version number)\b/i;

/** What is heard of a connection. */
export interface LinkEvents {
  /** It was there, and is not. */
  lost?(reason: string): void;
  /** It is there again. */
  back?(): void;
  /** It was not there at the first try, and is tried again. */
  waits?(reason: string): void;
}

/** How long to try at first, and what ends the trying. */
export interface Patience {
  /** In ms. */
  readonly timeout: number;
  /** The same as it is told, where this is what is left of it. */
  readonly limit?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Why something failed, in few words. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  const known = typeof code === "string" && /^E[A-Z]+$/.test(code);
  return known ? code as string : String(message || code || error);
}

/** Was a command not sent at all, because the connection is not there? */
export function isUnsent(error: unknown): boolean {
  return /Stream isn't writeable/.test((error as Error).message);
}

/** Is Redis unreachable, rather than unwilling? Whether the command was carried out nobody knows. */
export function isOutage(error: unknown): boolean {
  return /\bE(?:CONN|PIPE|TIMEDOUT|HOST|NET|AI_)|closed|LOADING|max retries per request/.test(
    `${(error as { code?: unknown }).code} ${(error as Error).message}`,
  );
}

/**
 * Connections to one Redis. Invariant: after `close` none is left, neither its own nor one that
 * BullMQ has made of it by `duplicate`, and none is tried again.
 */
export class Link {
  readonly client: Redis;
  readonly #address: Address;
  readonly #events: LinkEvents;
  /** What ends each of them. */
  readonly #made: Set<() => void> = new Set();
  #wasUp = false;
  #closed = false;
  #last: unknown;
  up = false;

  constructor(engine: Engine, address: Address, events: LinkEvents = {}) {
    this.#address = address;
    this.#events = events;
    const { host, port, db, username, password, tls } = address;
    const given = { username, password, tls };
    for (const name of ["username", "password", "tls"] as const) {
      if (given[name] === undefined) delete given[name];
    }
    const options = {
      host,
      port,
      db,
      ...given,
      lazyConnect: true,
      maxRetriesPerRequest: null,
      disconnectTimeout: CUT,
      retryStrategy: (times: number) =>
        this.#closed ? null : Math.min(times * AGAIN, AGAIN_AT_MOST),
    };
    this.client = this.#watched(
      new engine.Redis(options as RedisOptions & { replyMapping?: never }),
    );
    this.client.on("ready", () => {
      const again = this.#wasUp && !this.up;
      this.up = this.#wasUp = true;
      this.#last = undefined; // the next outage has a reason of its own
      if (again) this.#events.back?.();
    });
    this.client.on("close", () => {
      if (!this.up) return;
      this.up = false;
      if (!this.#closed) this.#events.lost?.(reasonOf(this.#last ?? "the connection was closed"));
    });
    this.client.on("error", (error) => this.#last = error);
  }

  /** Notes every connection that is made of this one. */
  #watched(client: Redis): Redis {
    const duplicate = client.duplicate.bind(client);
    client.duplicate = (override) => this.#watched(duplicate(override));
    client.on("error", () => {}); // told by the state of the first one, or by who used it
    // On Deno (2.9) an encrypted socket can fail twice, and ioredis listens once.
    client.on("connect", () => client.stream.on("error", () => {}));
    // What BullMQ begins or tries again afterwards would keep the program alive.
    const connect = client.connect.bind(client);
    client.connect = (...words) =>
      this.#closed ? Promise.reject(new Error("The connection was closed")) : connect(...words);
    const end = (): void => {
      // While it waits to try again ioredis 6 forgets, on `disconnect`, to fail the commands that
      // wait for the connection; BullMQ's timers for them kept the program alive for 6 s. A try
      // that is broken off before anything is opened fails them.
      if (client.status === "reconnecting") connect().catch(() => {});
      client.disconnect();
    };
    client.on("end", () => this.#made.delete(end));
    this.#made.add(end);
    if (this.#closed) end();
    return client;
  }

  /**
   * Waits until it is there.
   *
   * @throws {ConnectionError} if it is not in time, or Redis refuses; the connection is closed then
   */
  async open(patience: Patience): Promise<void> {
    const { client } = this;
    let told = false;
    const ready = new Promise<void>((resolve, reject) => {
      client.once("ready", resolve);
      client.on("error", (error) => {
        if (this.#wasUp) return;
        if (REFUSED.test(`${(error as { code?: string }).code} ${error.message}`)) {
          reject(this.#failure(""));
        } else if (!told) {
          told = true;
          this.#events.waits?.(reasonOf(error));
        }
      });
      if (patience.signal?.aborted !== true) client.connect().catch(() => {}); // heard as "error"
    });
    await this.during(ready, patience);
  }

  /**
   * Waits for a step of the beginning.
   *
   * @throws {ConnectionError} if it fails, or lasts too long; the connection is closed then
   */
  async during(step: Promise<void>, { timeout, limit = timeout, signal }: Patience): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let aborted = () => {};
    try {
      await new Promise<void>((resolve, reject) => {
        aborted = () => reject(signal!.reason);
        if (signal?.aborted) return aborted();
        signal?.addEventListener("abort", aborted);
        step.then(resolve, (error) => {
          this.#last = error;
          reject(error instanceof ConnectionError ? error : this.#failure(""));
        });
        if (timeout === Infinity) return;
        timer = setTimeout(() => reject(this.#failure(` for ${limit} ms`)), timeout);
      });
    } catch (error) {
      this.close();
      throw error;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", aborted);
    }
  }

  #failure(limit: string): ConnectionError {
    const reason = reasonOf(this.#last ?? "it does not answer");
    return new ConnectionError(`Cannot reach ${this.#address.shown}${limit}: ${reason}`);
  }

  /**
   * Another connection, for what must not be said twice: a command that was under way when it was
   * lost fails, instead of being sent again, and so does one that is given while it is not there.
   */
  once(): Redis {
    return this.client.duplicate({
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      enableOfflineQueue: false,
      lazyConnect: false,
    });
  }

  /** Ends all connections at once. */
  close(): void {
    this.#closed = true;
    this.up = false;
    for (const end of this.#made) end();
  }
}
