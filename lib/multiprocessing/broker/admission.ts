/** Lets the child processes of a family come in: the door, the tokens, and who is expected. */

import { clearTimeout, queueMicrotask, setTimeout } from "../../runtime/clock.ts";
import { announceSlots, freeSlot } from "../../system/output_lock.ts";
import { randomBytes, sameSecret } from "../../system/random.ts";
import { type Door, openDoor, type Socket, Wire } from "../../system/wire.ts";
import { ProcessResource } from "./process.ts";
import type { Broker, Member } from "./broker.ts";
import { type Frame, FrameReader, FrameWriter, LONGEST_FRAME, Op } from "../link/wire_format.ts";
import { placeOf, sharedFile } from "../file/layout.ts";
import { writeDoor } from "../file/orders.ts";
import { takeTail } from "../file/unsent.ts";

/** The longest frame that is taken from somebody who has not shown a token. */
const STRANGER_LIMIT = 64;
/** How long, in ms, somebody may stay who does not show one. */
const STRANGER_TIME = 5000;

/** A child that was announced and has not come in yet. */
interface Expected {
  readonly token: Uint8Array;
  readonly number: number;
  readonly place: number;
  readonly process: ProcessResource;
}

/**
 * Where the child processes come in: the broker's doorkeeper, in the first process of the family.
 *
 * Invariant: the door is open exactly as long as somebody is expected. Only an expected process comes
 * in, once, and only with the token that was made for it alone.
 */
export class Admission {
  readonly #broker: Broker;
  readonly #expected: Map<number, Expected> = new Map();
  #numbers = 0;
  #door: Door | undefined;

  constructor(broker: Broker) {
    this.#broker = broker;
  }

  /**
   * A member announces a child: from now on it is expected, and told at `slot` of the shared file
   * how to come in.
   */
  expect(id: number, parent: Member, slot: number): ProcessResource {
    this.#door ??= openDoor((socket) => this.#admit(socket));
    const token = randomBytes(32);
    const number = ++this.#numbers;
    const { places } = this.#broker;
    const place = places.take();
    announceSlots(sharedFile(), places.count);
    const process = new ProcessResource(id, parent, () => {
      if (this.#expected.delete(id)) places.leave(place);
      this.#broker.remove(id);
      this.#closeDoor();
    });
    this.#expected.set(id, { token: Buffer.from(token, "hex"), number, place, process });
    writeDoor(slot, { path: this.#door.path, token, number, place });
    return process;
  }

  #closeDoor(): void {
    if (this.#expected.size > 0) return;
    this.#door?.close();
    this.#door = undefined;
  }

  #admit(socket: Socket): void {
    const reader = new FrameReader(STRANGER_LIMIT, (frame) => handle(frame));
    let received = 0;
    let member: Member | undefined;
    let guest: Expected | undefined;
    const push = (bytes: Uint8Array): void => {
      received += bytes.length;
      try {
        reader.push(bytes);
      } catch {
        wire.close(); // not one of ours, or damaged: nothing it says can be trusted
      }
    };
    const wire = new Wire(socket, {
      data: push,
      drained() {},
      closed: () => {
        clearTimeout(impatience);
        if (!member || !guest) return;
        const tail = takeTail(placeOf(guest.place), received);
        if (tail) push(tail);
        freeSlot(sharedFile(), guest.place);
        this.#broker.leave(member);
        this.#broker.places.leave(guest.place);
      },
    });
    wire.hold(false);
    const impatience = setTimeout(() => wire.close(), STRANGER_TIME);
    impatience.unref();
    let handle = (frame: Frame): void => {
      const expected = this.#expected.get(frame.object);
      if (frame.op !== Op.hello || !expected || !sameSecret(frame.payload, expected.token)) {
        throw new RangeError("a stranger");
      }
      clearTimeout(impatience);
      guest = expected;
      const admitted = member = this.#member(guest.number, wire);
      handle = (next) => this.#broker.handle(admitted, next);
      reader.limit = LONGEST_FRAME;
      this.#broker.join(admitted);
      this.#expected.delete(frame.object);
      guest.process.connect(admitted);
      this.#closeDoor();
    };
  }

  #member(number: number, wire: Wire): Member {
    const writer = new FrameWriter((bytes) => wire.write(bytes));
    let scheduled = false;
    return {
      number,
      here: false,
      send(op, method, request, object, a, b, payload) {
        writer.write(op, method, request, object, a, b, payload);
        if (scheduled) return;
        scheduled = true;
        queueMicrotask(() => {
          scheduled = false;
          writer.flush();
        });
      },
    };
  }
}
