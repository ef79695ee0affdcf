/** The callers that a worker knows: it answers them, and clears up after those that died. */

import type { Redis } from "ioredis";
import { clearTimeout, setTimeout, timeNow } from "../runtime/clock.ts";
import { sleep } from "../program/sleep.ts";
import { type Engine, JOB, QUEUE } from "./engine.ts";
import { isOutage } from "./link.ts";
import { atMost, type Jobs } from "./line.ts";
import { callerOf, type ReplyData } from "./messages.ts";
import type { Tell } from "./tell.ts";
import { connectedTo, isServed } from "./workers.ts";

/** How long, in ms, what Redis says of its connections is believed. */
const FRESH = 1000;
/** How long a caller must be away until it is taken for dead: BullMQ connects anew when it has computed for long. */
const DEAD = 5000;
/** How long after Redis was back: callers may come back later than workers. */
const GRACE = 8000;
/** How long, in ms, the end waits for the keys of callers that have left. */
const LAST = 1000;
/** How often it looks for callers that died. */
const SWEEP = 5000;
/** How soon a reply is tried again that Redis did not take. */
const AGAIN = 500;
/** How long Redis may refuse even a small reply until it is given up. */
const GIVE_UP = 5000;

/**
 * A caller is alive while somebody is connected to Redis who takes its replies. Where Redis does not
 * let it be seen who is connected, all are.
 */
export class Callers {
  readonly #engine: Engine;
  readonly #client: Redis;
  /** The key of the set that callers put themselves into. */
  readonly #key: string;
  readonly #queues: Map<string, Jobs> = new Map();
  /** Since when they are seen to be away. */
  readonly #away: Map<string, number> = new Map();
  /** How many tasks were dropped since that was told. */
  readonly #dropped: Map<string, number> = new Map();
  readonly #tell: Tell;
  #names: Promise<string[] | undefined> | undefined;
  #asked = -Infinity;
  #backSince: number = timeNow() - GRACE;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ended = false;

  constructor(engine: Engine, client: Redis, key: string, tell: Tell) {
    this.#engine = engine;
    this.#tell = tell;
    this.#client = client;
    this.#key = key;
    this.#timer = setTimeout(() => void this.#sweep(), FRESH);
  }

  /** Redis is there again. */
  back(): void {
    this.#backSince = timeNow();
    this.#away.clear();
  }

  /** The names of all that is connected to Redis; undefined if they are not to be had. */
  #connected(age: number): Promise<string[] | undefined> {
    if (this.#names && timeNow() - this.#asked < age) return this.#names;
    this.#asked = timeNow();
    return this.#names = connectedTo(this.#client).catch(() => undefined);
  }

  /**
   * Waits, if it has to, until it is sure whether the caller is alive. One that has left has said so: it is
   * in the set no longer.
   */
  async isAlive(caller: string): Promise<boolean> {
    for (;;) {
      let names = await this.#connected(FRESH);
      // One that is new is not among those who were there a moment ago.
      if (names && !isServed(names, caller)) names = await this.#connected(0);
      if (!names || isServed(names, caller)) {
        this.#away.delete(caller);
        return true;
      }
      const since = this.#away.get(caller) ?? timeNow();
      this.#away.set(caller, since);
      if (await this.#hasLeft(caller)) {
        this.#away.delete(caller);
        return false;
      }
      const patience = this.#isFresh() ? GRACE : DEAD;
      if (timeNow() - since >= patience) return false;
      if (this.#ended) return true;
      await sleep(FRESH / 2);
    }
  }

  /** May Redis have come back without the set, and callers later than this worker? */
  #isFresh(): boolean {
    return timeNow() - this.#backSince < GRACE;
  }

  async #hasLeft(caller: string): Promise<boolean> {
    if (this.#isFresh()) return false;
    return await this.#client.sismember(this.#key, caller).catch(() => 1) === 0;
  }

  #queueOf(caller: string): Jobs {
    let queue = this.#queues.get(caller);
    if (!queue) {
      queue = new this.#engine.Queue(caller, {
        ...QUEUE,
        connection: this.#client,
        skipMetasUpdate: true,
      }) as Jobs;
      queue.on("error", () => {}); // told by the state of the connection
      this.#queues.set(caller, queue);
    }
    return queue;
  }

  /**
   * Sends a reply, as often as it takes, while the caller is there to hear it. What Redis refuses it
   * would refuse again: `refused` hears why, and answers what is sent instead.
   *
   * @returns false if Redis refuses that, too
   */
  async reply(
    caller: string,
    reply: ReplyData,
    refused: (why: string) => ReplyData,
  ): Promise<boolean> {
    let sent = reply, since: number | undefined;
    while (await this.isAlive(caller)) {
      try {
        await this.#queueOf(caller).add("result", sent, { ...JOB, jobId: `r-${reply.id}` });
        return true;
      } catch (error) {
        if (this.#ended) return true;
        if (isOutage(error)) {
          since = undefined;
        } else {
          sent = refused((error as Error).message);
          if (since === undefined) {
            since = timeNow();
            continue;
          }
          if (timeNow() - since > GIVE_UP) return false;
        }
        await sleep(AGAIN);
      }
    }
    return true;
  }

  /** Notes that a task of a caller that is gone was not run. */
  drop(caller: string): void {
    this.#dropped.set(caller, (this.#dropped.get(caller) ?? 0) + 1);
  }

  /** There may be thousands of them: they are told together. */
  #tellDropped(): void {
    for (const count of this.#dropped.values()) {
      const tasks = count === 1 ? "1 task" : `${count} tasks`;
      this.#tell("dropped", {
        en: `dropped ${tasks} of a caller that is gone`,
        zh: `丢弃了 ${count} 个任务：它们的调用方已经不在`,
      });
    }
    this.#dropped.clear();
  }

  /** Removes what callers have left that are gone. */
  async #sweep(): Promise<void> {
    this.#tellDropped();
    try {
      const registered = await this.#client.smembers(this.#key);
      const known = registered.filter((caller) => callerOf({ caller }) === caller);
      for (const caller of new Set([...known, ...this.#queues.keys()])) {
        if (!await this.isAlive(caller)) await this.#clear(caller);
      }
      await this.#clearLeft(); // also where it cannot be seen who is connected
    } catch {
      // Redis is not there: it is tried again.
    }
    if (!this.#ended) this.#timer = setTimeout(() => void this.#sweep(), SWEEP);
  }

  async #clear(caller: string): Promise<void> {
    const queue = this.#queueOf(caller);
    await queue.obliterate({ force: true });
    await this.#client.srem(this.#key, caller);
    this.#queues.delete(caller);
    this.#away.delete(caller);
    await queue.close(); // the connection is another's: only what listens to it ends
  }

  /** A reply may have come after its caller had left: nobody else would remove it. */
  async #clearLeft(): Promise<void> {
    for (const caller of [...this.#queues.keys()]) {
      if (await this.#hasLeft(caller)) await this.#clear(caller);
    }
  }

  /** `up`: Redis is there. */
  async end(up: boolean): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#tellDropped();
    if (up) await atMost(LAST, this.#clearLeft());
  }
}
