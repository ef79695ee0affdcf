/** How all processes but the first speak with the broker: through a socket, in blocks. */

import { queueMicrotask, setImmediate, timeNow } from "../../runtime/clock.ts";
import { onExit } from "../../runtime/current.ts";
import { die } from "../../system/spawn.ts";
import { type Socket, Wire } from "../../system/wire.ts";
import { FrameReader, FrameWriter, LONGEST_FRAME, Op } from "./wire_format.ts";
import { Link, type Reporter } from "./link.ts";
import { saveTail } from "../file/unsent.ts";

/** More than this is not left waiting in memory. */
const MUCH = 1024 * 1024;
/** How many messages of one turn of the event loop are sent at once, before they are collected. */
const AT_ONCE = 4;
/** How long, in ms, messages are collected while the event loop does not turn. */
const COLLECT = 0.5;

/**
 * The link of a child process: a socket to the broker.
 *
 * Messages are sent at the end of the current job (microtask), the first few of a turn of the event
 * loop. A loop that sends very many collects them in blocks: sending each costs five times as much.
 */
export class RemoteLink extends Link {
  readonly #wire: Wire;
  readonly #writer: FrameWriter;
  #scheduled = false;
  #turn = false;
  #sent = 0;
  #last = 0;
  #room: Promise<void> | undefined;
  #hasRoom: (() => void) | undefined;

  constructor(socket: Socket, tailAt: number) {
    super();
    const reader = new FrameReader(LONGEST_FRAME, (frame) => {
      const { op, method, request, object, a, b, payload } = frame;
      this.receive(op, method, request, object, a, b, payload);
    });
    this.#wire = new Wire(socket, {
      data: (bytes) => reader.push(bytes),
      drained: () => {
        this.#hasRoom?.();
        this.#room = this.#hasRoom = undefined;
      },
      closed: die, // the first process of the family is gone
    });
    this.#wire.hold(false);
    this.#writer = new FrameWriter((bytes) => this.#wire.write(bytes));
    onExit((code) => {
      this.leave(code);
      this.report();
      this.#writer.flush();
      saveTail(tailAt, this.#wire.taken, this.#wire.unsent);
    });
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
    this.report();
    this.#writer.write(op, method, request, object, a, b, payload);
    this.#schedule(request > 0);
  }

  append(method: number, object: number, item: Uint8Array): void {
    this.report();
    this.#writer.append(method, object, item);
    this.#schedule(false);
  }

  override before(reporter: Reporter): void {
    super.before(reporter);
    if (!this.#turn) this.#startTurn();
  }

  /** Shows the token by which the broker knows this process. */
  greet(process: number, token: Uint8Array): void {
    this.#writer.write(Op.hello, 0, 0, process, 0, 0, token);
    this.#writer.flush();
  }

  room(): Promise<void> | undefined {
    if (this.#wire.unsentBytes < MUCH) return undefined;
    return this.#room ??= new Promise((resolve) => this.#hasRoom = resolve);
  }

  #schedule(question: boolean): void {
    if (!this.#turn) this.#startTurn();
    this.#sent++;
    if (question || this.#sent <= AT_ONCE) {
      if (this.#scheduled) return;
      this.#scheduled = true;
      queueMicrotask(() => {
        this.#scheduled = false;
        this.#writer.flush();
      });
    } else if (this.#sent % 16 === 0) {
      const now = timeNow();
      if (now - this.#last > COLLECT) {
        this.#writer.flush();
        this.#last = now;
      }
    }
  }

  #startTurn(): void {
    this.#turn = true;
    this.#sent = 0;
    this.#last = timeNow();
    setImmediate(() => {
      this.#turn = false;
      this.report();
      this.#writer.flush();
    });
  }
}
