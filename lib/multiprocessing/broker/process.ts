/** The broker's half of a child process: posts between it and its parent, and its end. */

import { NOTHING, Op } from "../link/wire_format.ts";
import { type Call, type Member, Resource } from "./resource.ts";
import { ProcessEvent, ProcessMethod } from "../protocol.ts";

/**
 * The line between a child process and its parent.
 *
 * Invariant: what is posted to a child before it comes in waits in `#early`, in order. `gone` is told
 * once, after the child has ended and its connection, if it had one, was read to its end.
 */
export class ProcessResource extends Resource {
  readonly parent: Member;
  #child: Member | undefined;
  #early: { a: number; payload: Uint8Array }[] = [];
  #exited = false;
  #closed = false;
  #told = false;
  readonly #ended: () => void;

  /** @param ended is called when the process is gone */
  constructor(id: number, parent: Member, ended: () => void) {
    super(id);
    this.parent = parent;
    this.#ended = ended;
  }

  /** The child has come in. */
  connect(child: Member): void {
    this.#child = child;
    this.#tell(this.parent, ProcessEvent.connected, 0, NOTHING);
    for (const { a, payload } of this.#early) this.#tell(child, ProcessEvent.post, a, payload);
    this.#early = [];
  }

  call(call: Call, method: ProcessMethod, a: number, _b: number, payload: Uint8Array): void {
    if (method === ProcessMethod.exited) {
      this.#exited = true;
      this.#settle();
    } else if (call.member === this.#child) this.#tell(this.parent, ProcessEvent.post, a, payload);
    else if (this.#child) this.#tell(this.#child, ProcessEvent.post, a, payload);
    else this.#early.push({ a, payload: payload.slice() });
  }

  #tell(member: Member, method: number, a: number, payload: Uint8Array): void {
    member.send(Op.event, method, 0, this.id, a, 0, payload);
  }

  #settle(): void {
    if (this.#told || !this.#exited || (this.#child && !this.#closed)) return;
    this.#told = true;
    this.#tell(this.parent, ProcessEvent.gone, 0, NOTHING);
    this.#ended();
  }

  cancel(): void {}

  gone(member: Member): void {
    if (member === this.#child) {
      this.#closed = true;
      this.#settle();
    } else if (member === this.parent) {
      if (this.#child) this.#tell(this.#child, ProcessEvent.die, 0, NOTHING);
      this.#told = true;
      this.#ended();
    }
  }
}
