/** Makes the shared objects of a family, brings calls to them, and drops those that nobody has any more. */

import { type Frame, NOTHING, Op } from "../link/wire_format.ts";
import { BarrierResource } from "./barrier.ts";
import { ConditionResource } from "./condition.ts";
import { EventResource } from "./event.ts";
import { MemoryResource } from "./memory.ts";
import { Places } from "./regions.ts";
import { EndpointResource } from "./pipe.ts";
import { QueueResource } from "./queue.ts";
import { type Call, fail, type Member, type Resource } from "./resource.ts";
import { SemaphoreResource } from "./semaphore.ts";
import { Common, Failure, ProcessEvent, ResourceKind } from "../protocol.ts";

export type { Member } from "./resource.ts";

/** Makes the line to a child that `parent` announces. */
export type Announce = (id: number, parent: Member, slot: number) => Resource;

/** Numbers for an object that is to be made. */
function numbers(payload: Uint8Array): number[] {
  const whole = payload.slice();
  return [...new Float64Array(whole.buffer, 0, whole.length >> 3)];
}

/**
 * Where the objects live that the processes of a family share: in its root process, so that there is
 * one order for everything. It does what the frames say and knows nothing of sockets.
 */
export class Broker {
  readonly #resources: Map<number, Resource> = new Map();
  readonly #members: Set<Member> = new Set();
  readonly places: Places = new Places();
  /** Set by whoever lets the children in. */
  announce: Announce | undefined;

  join(member: Member): void {
    this.#members.add(member);
  }

  /** A process is gone: what it held is freed, what it waited for is forgotten. */
  leave(member: Member): void {
    this.#members.delete(member);
    for (const resource of [...this.#resources.values()]) {
      resource.gone(member);
      if (resource.holders.delete(member)) this.#review(resource);
    }
  }

  /** Adds an object that is made elsewhere. */
  add(resource: Resource): void {
    this.#resources.set(resource.id, resource);
  }

  remove(id: number): void {
    this.#resources.delete(id);
  }

  /** Does what a member says. */
  handle(member: Member, frame: Frame): void {
    const { op, method, request, object, a, b, payload } = frame;
    const call: Call = { member, request };
    if (object === 0) {
      if (request > 0) member.send(Op.answer, 0, request, 0, 0, 0, NOTHING);
      return;
    }
    const resource = this.#resources.get(object);
    if (op === Op.cancel) resource?.cancel(call);
    else if (op === Op.call && method === Common.create) {
      this.#create(member, object, a, b, payload);
    } else if (op === Op.call && resource) {
      if (method > Common.name) resource.call(call, method, a, b, payload);
      else if (method === Common.name) resource.name = new TextDecoder().decode(payload);
      else this.#refer(resource, member, method, a);
    } else fail(call, Failure.runtime, "the object does not exist any more");
  }

  #create(member: Member, id: number, kind: number, b: number, payload: Uint8Array): void {
    if (this.#resources.has(id)) return;
    const [first = 0, second = 0] = numbers(payload);
    let made: Resource | undefined;
    if (kind === ResourceKind.semaphore) made = new SemaphoreResource(id, first, second);
    else if (kind === ResourceKind.event) made = new EventResource(id);
    else if (kind === ResourceKind.barrier) made = new BarrierResource(id, first, second === 1);
    else if (kind === ResourceKind.queue) made = new QueueResource(id, first);
    else if (kind === ResourceKind.condition) {
      const lock = this.#resources.get(b);
      if (lock instanceof SemaphoreResource) made = new ConditionResource(id, lock);
    } else if (kind === ResourceKind.pipe) {
      const other = new EndpointResource(b);
      made = new EndpointResource(id);
      EndpointResource.join(made as EndpointResource, other);
      other.holders.add(member);
      this.#resources.set(b, other);
    } else if (kind === ResourceKind.memory) made = this.#memory(id, member, b);
    else if (kind === ResourceKind.process) {
      this.#expect(id, member, b);
      return;
    }
    if (!made) return;
    made.holders.add(member);
    this.#resources.set(id, made);
  }

  #expect(id: number, parent: Member, slot: number): void {
    try {
      const made = this.announce?.(id, parent, slot);
      if (made) this.#resources.set(id, made);
    } catch (error) {
      if (parent.here) throw error; // straight to who starts it
      const why = new TextEncoder().encode(error instanceof Error ? error.message : String(error));
      parent.send(Op.event, ProcessEvent.refused, 0, id, 0, 0, why);
    }
  }

  #memory(id: number, maker: Member, place: number): Resource {
    this.places.fill(place);
    return new MemoryResource(id, maker, () => this.places.empty(place));
  }

  #refer(resource: Resource, member: Member, method: number, a: number): void {
    if (method === Common.refer) resource.travelling += a;
    else if (method === Common.arrive) {
      resource.travelling--;
      if (a === 1) resource.holders.add(member);
    } else resource.holders.delete(member);
    this.#review(resource);
  }

  #review(resource: Resource): void {
    if (resource.holders.size > 0 || resource.travelling !== 0) return;
    this.#resources.delete(resource.id);
    resource.unused();
  }
}
