/** How a process speaks with the broker: questions and their answers, events, and giving up. */

import { clearTimeout, setTimeout } from "../../runtime/clock.ts";
import { keepAlive } from "../../runtime/current.ts";
import { failureOf } from "./failure.ts";
import { NOTHING, Op } from "./wire_format.ts";

/** What the broker answered. `payload` is only valid during the call that takes it. */
export interface Answer {
  readonly a: number;
  readonly b: number;
  readonly payload: Uint8Array;
}

/** Makes the result of a call out of its answer. */
export type Take<T> = (answer: Answer) => T;

/** How long a question may wait for its answer. */
export interface Patience {
  /** In milliseconds; `Infinity`: for ever. 0 is for the question itself to say. */
  readonly ms: number;
  readonly signal?: AbortSignal | undefined;
}

/** What is told about an object without having been asked. */
export type Listener = (method: number, a: number, payload: Uint8Array) => void;

/** Something that wants to say a word before anything else is sent. */
export interface Reporter {
  report(): void;
}

interface Question {
  readonly object: number;
  readonly method: number;
  readonly settle: (failed: boolean, a: number, b: number, payload: Uint8Array) => void;
}

/**
 * How this process speaks with the broker. Messages arrive there in the order in which they were
 * sent, and its answers and events come back in the order in which it gave them: whoever learns
 * something from another process finds everything done that was done before.
 */
export abstract class Link {
  readonly #questions: Map<number, Question> = new Map();
  readonly #listeners: Map<number, Listener> = new Map();
  #lastRequest = 0;
  #reporters: Reporter[] = [];
  readonly #leaving: ((code: number) => void)[] = [];
  #lost: Error | undefined;

  /** Sends one message. */
  protected abstract send(
    op: number,
    method: number,
    request: number,
    object: number,
    a: number,
    b: number,
    payload: Uint8Array,
  ): void;

  /** Sends an item of a queue that nobody waits for; see FrameWriter.append. */
  abstract append(method: number, object: number, item: Uint8Array): void;

  /** Undefined, or a promise for the moment when there is room to send more without filling memory. */
  abstract room(): Promise<void> | undefined;

  /** Calls `reporter` once, before the next message is sent, which is soon. */
  before(reporter: Reporter): void {
    this.#reporters.push(reporter);
  }

  /** Calls `leaving` when this process ends by itself, with its exit code: what it sends is still sent. */
  atEnd(leaving: (code: number) => void): void {
    this.#leaving.push(leaving);
  }

  /** To be called when this process ends with `code`. */
  protected leave(code: number): void {
    for (const leaving of this.#leaving) leaving(code);
  }

  /** To be called before anything is sent. */
  protected report(): void {
    if (this.#reporters.length === 0) return;
    const reporters = this.#reporters;
    this.#reporters = [];
    for (const reporter of reporters) reporter.report();
  }

  /** Settles when the broker has got everything that was sent before. */
  flushed(): Promise<void> {
    return this.ask(0, 0, 0, 0, NOTHING);
  }

  /** Calls a method without waiting for an answer. */
  tell(object: number, method: number, a = 0, b = 0, payload: Uint8Array = NOTHING): void {
    this.send(Op.call, method, 0, object, a, b, payload);
  }

  /**
   * Calls a method and waits for the answer, which `take` turns into the result; without it, only until
   * it is done. A question that is given up is answered too: the broker alone decides whether it got
   * what it wanted before.
   */
  ask(
    object: number,
    method: number,
    a: number,
    b: number,
    payload: Uint8Array,
    patience?: Patience,
  ): Promise<void>;
  ask<T>(
    object: number,
    method: number,
    a: number,
    b: number,
    payload: Uint8Array,
    patience: Patience | undefined,
    take: Take<T>,
  ): Promise<T>;
  ask<T>(
    object: number,
    method: number,
    a: number,
    b: number,
    payload: Uint8Array,
    patience?: Patience,
    take?: Take<T>,
  ): Promise<T | void> {
    const signal = patience?.signal;
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (this.#lost) return Promise.reject(this.#lost);
    return new Promise((resolve, reject) => {
      const request = this.#lastRequest = this.#lastRequest === 2 ** 32 - 1
        ? 1
        : this.#lastRequest + 1;
      const release = keepAlive();
      let timer: ReturnType<typeof setTimeout> | undefined;
      const giveUp = () => this.send(Op.cancel, 0, request, object, 0, 0, NOTHING);
      this.#questions.set(request, {
        object,
        method,
        settle(failed, a, b, payload) {
          clearTimeout(timer);
          signal?.removeEventListener("abort", giveUp);
          release();
          if (signal?.aborted && (failed || a === 0)) reject(signal.reason);
          else if (failed) reject(failureOf(a, payload));
          else {
            try {
              resolve(take?.({ a, b, payload }));
            } catch (error) {
              reject(error);
            }
          }
        },
      });
      this.send(Op.call, method, request, object, a, b, payload);
      if (!patience || !this.#questions.has(request)) return;
      signal?.addEventListener("abort", giveUp, { once: true });
      const { ms } = patience;
      if (ms !== Infinity && ms > 0) timer = setTimeout(giveUp, ms);
    });
  }

  /** Gives up the questions that wait for an answer to `method` of `object`. */
  giveUp(object: number, method: number): void {
    for (const [request, question] of this.#questions) {
      if (question.object !== object || question.method !== method) continue;
      this.send(Op.cancel, 0, request, object, 0, 0, NOTHING);
    }
  }

  /** Calls `listener` with what is told about `object`, until it is forgotten. */
  listen(object: number, listener: Listener): void {
    this.#listeners.set(object, listener);
  }

  forget(object: number): void {
    this.#listeners.delete(object);
  }

  /** Takes a message of the broker. */
  protected receive(
    op: number,
    method: number,
    request: number,
    object: number,
    a: number,
    b: number,
    payload: Uint8Array,
  ): void {
    if (op === Op.event) {
      this.#listeners.get(object)?.(method, a, payload);
      return;
    }
    const question = this.#questions.get(request);
    if (!question) return;
    this.#questions.delete(request);
    question.settle(op === Op.fail, a, b, payload);
  }

  /** Nothing will come any more: everything that waits fails with `error`. */
  protected lose(error: Error): void {
    this.#lost = error;
    for (const [request, question] of this.#questions) {
      this.#questions.delete(request);
      question.settle(true, -1, 0, new TextEncoder().encode(error.message));
    }
  }
}
