/** The broker's half of a piece of the shared file: only who still has a reference to it. */

import { NOTHING, Op } from "../link/wire_format.ts";
import { type Member, Resource } from "./resource.ts";
import { MemoryEvent } from "../protocol.ts";

/** A piece of the shared file, which its maker may use again when nobody has a reference any more. */
export class MemoryResource extends Resource {
  readonly #maker: Member;
  readonly #freed: () => void;

  /** @param freed is called when nobody has a reference any more */
  constructor(id: number, maker: Member, freed: () => void) {
    super(id);
    this.#maker = maker;
    this.#freed = freed;
  }

  call(): void {}
  cancel(): void {}
  gone(): void {}

  override unused(): void {
    this.#maker.send(Op.event, MemoryEvent.unused, 0, this.id, 0, 0, NOTHING);
    this.#freed();
  }
}
