/** How the first process of a family speaks with the broker that it holds itself. */

import { queueMicrotask, setImmediate } from "../../runtime/clock.ts";
import { Broker, type Member } from "./broker.ts";
import { type Frame, NOTHING, Op } from "../link/wire_format.ts";
import { Link } from "../link/link.ts";

/** How much the first process may put without letting the others take some. */
const MUCH = 1024 * 1024;

/** The link of the first process of a family: the broker is in the same memory. */
export class LocalLink extends Link {
  readonly broker: Broker = new Broker();
  readonly member: Member;
  #put = 0;
  #pause: Promise<void> | undefined;

  constructor() {
    super();
    this.member = {
      number: 0,
      here: true,
      send: (op, method, request, object, a, b, payload) => {
        try {
          this.receive(op, method, request, object, a, b, payload);
        } catch (error) {
          // What a listener here throws must not be taken for a fault of the child whose message it
          // heard: that child's line would be closed as damaged.
          queueMicrotask(() => {
            throw error;
          });
        }
      },
    };
    this.broker.join(this.member);
  }

  protected send(
    op: number,
    method: number,
    request: number,
    object: number,
    a: number,
    b: number,
    payload: Uint8Array,
  ): void {
    const frame: Frame = { op, method, request, object, a, b, payload };
    this.#put += payload.length;
    this.broker.handle(this.member, frame);
  }

  append(method: number, object: number, item: Uint8Array): void {
    const payload = item.slice();
    this.#put += payload.length + 64;
    this.broker.handle(this.member, {
      op: Op.call,
      method,
      request: 0,
      object,
      a: 1,
      b: 1,
      payload,
    });
  }

  room(): Promise<void> | undefined {
    if (this.#put < MUCH) return undefined;
    return this.#pause ??= new Promise((resolve) =>
      setImmediate(() => {
        this.#put = 0;
        this.#pause = undefined;
        resolve();
      })
    );
  }

  override flushed(): Promise<void> {
    this.broker.handle(this.member, {
      op: Op.call,
      method: 0,
      request: 0,
      object: 0,
      a: 0,
      b: 0,
      payload: NOTHING,
    });
    return Promise.resolve();
  }
}
