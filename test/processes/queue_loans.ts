/** The order of a queue's items where they are lent ahead of the asking; see broker/queue.ts. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { PATIENCE, QueueResource } from "../../lib/multiprocessing/broker/queue.ts";
import type { Member } from "../../lib/multiprocessing/broker/resource.ts";
import { NOTHING, Op } from "../../lib/multiprocessing/link/wire_format.ts";
import { Process, Queue, sleep } from "../../lib/multiprocessing.ts";
import { QueueEvent, QueueMethod } from "../../lib/multiprocessing/protocol.ts";
import { here, takeAhead } from "../fixtures/processes.ts";
import { within } from "../kit.ts";

const test = suite("multiprocessing_queue_loans");

let members = 0;

/** A process that reads what the broker sent only when the test says so, and then acts as the library does. */
class Puppet implements Member {
  readonly number = ++members;
  readonly here = false;
  readonly got: number[] = [];
  readonly #queue: QueueResource;
  readonly #inbox: (() => void)[] = [];
  #lent: number[] = [];
  #consumed = 0;
  #open = 0;
  #requests = 0;
  refused = 0;

  constructor(queue: QueueResource) {
    this.#queue = queue;
  }

  send = (
    op: number,
    method: number,
    _request: number,
    _: number,
    a: number,
    b: number,
    bytes: Uint8Array,
  ) => {
    const items = op === Op.answer ? itemsOf(a, b === 1, bytes.slice()) : [];
    this.#inbox.push(() => {
      if (op === Op.event) return this.#hear(method);
      this.#open--;
      if (op === Op.fail) this.refused++;
      this.got.push(...items.splice(0, 1));
      if (items.length === 0) return;
      assert.equal(this.#lent, [], "a loan came while another was there");
      this.#lent = items;
    });
  };

  /** Asks for an item; takes a lent one if there is one and no question is open. */
  get(waits = true): void {
    if (this.#open === 0 && this.#lent.length > 0) {
      this.#consumed++;
      return void this.got.push(this.#lent.shift()!);
    }
    this.#report();
    this.#open++;
    this.#tell(QueueMethod.get, waits ? 1 : 0, ++this.#requests);
  }

  /** Everything that the broker has sent by now. */
  read(): void {
    for (const message of this.#inbox.splice(0)) message();
  }

  get lent(): number {
    return this.#lent.length;
  }

  get waiting(): number {
    return this.#open;
  }

  #hear(event: number): void {
    if (event === QueueEvent.look) return this.#tell(QueueMethod.here);
    if (event !== QueueEvent.recall) return;
    this.#report();
    if (this.#lent.length === 0) return;
    this.#tell(QueueMethod.giveBack);
    this.#lent = [];
  }

  #report(): void {
    if (this.#consumed > 0) this.#tell(QueueMethod.consumed, this.#consumed);
    this.#consumed = 0;
  }

  #tell(method: number, a = 0, request = 0): void {
    this.#queue.call({ member: this, request }, method, a, 0, NOTHING);
  }
}

function itemsOf(count: number, bare: boolean, bytes: Uint8Array): number[] {
  if (bare) return [...bytes];
  return Array.from({ length: count }, (_, index) => bytes[index * 5 + 4]!);
}

/** A queue with the items 1 to `count`, each of one byte, and who can get them. */
function queueOf(count: number, puppets: number): [QueueResource, ...Puppet[]] {
  const queue = new QueueResource(1, 0);
  const all = Array.from({ length: puppets }, () => new Puppet(queue));
  const items = Uint8Array.from({ length: count * 5 }, (_, at) => {
    return at % 5 === 0 ? 1 : at % 5 === 4 ? (at + 1) / 5 : 0;
  });
  const call = { member: all[0]!, request: 0 };
  if (count > 0) queue.call(call, QueueMethod.append, count, 0, items);
  return [queue, ...all];
}

function upTo(last: number, first = 1): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Asks until something is lent. */
function borrow(puppet: Puppet): void {
  for (let turn = 0; turn < 5 && puppet.lent === 0; turn++) {
    puppet.get();
    puppet.read();
  }
  assert.ok(puppet.lent > 0, "nothing was lent");
}

test("who asks again before it saw what it was lent gets nothing newer first, and loses nothing", () => {
  for (let depth = 2; depth < 6; depth++) {
    const [queue, one] = queueOf(100, 1);
    for (let turn = 0; one!.got.length < 100 && turn < 1000; turn++) {
      while (one!.waiting < Math.min(depth, 100 - one!.got.length)) {
        const before = one!.waiting;
        one!.get();
        if (one!.waiting === before) break;
      }
      one!.read();
    }
    assert.equal(one!.got, upTo(100), `with ${depth} questions at once`);
    queue.unused();
  }
});

test("who does not wait is not told that the queue is empty while its own items come back", () => {
  const [queue, one] = queueOf(3, 1);
  one!.get();
  one!.read();
  one!.get();
  one!.get(false);
  for (let turn = 0; turn < 4; turn++) one!.read();
  assert.equal(one!.got, [1, 2, 3]);
  assert.is(one!.refused, 0);
  queue.unused();
});

test("a recall that comes late takes back nothing of the next loan", () => {
  const [queue, one, other] = queueOf(40, 2);
  borrow(one!);
  other!.get(); // recalls what is lent to the first, which does not read that yet
  queue.cancel({ member: other!, request: 1 });
  while (one!.lent > 0) one!.get();
  one!.get();
  one!.read(); // the recall, and the answer
  for (let turn = 0; turn < 100 && one!.got.length < 40; turn++) {
    one!.get();
    one!.read();
  }
  assert.equal(one!.got, upTo(40));
  queue.unused();
});

test("who is kept from running gets its older items, however long it takes, and nobody else", async () => {
  const [queue, slow, quick] = queueOf(6, 2);
  borrow(slow!);
  const had = slow!.got.length, lent = slow!.lent;
  const rest = 6 - had - lent;
  for (let n = 0; n < rest; n++) {
    quick!.get();
    await sleep(PATIENCE + 10);
    quick!.read();
  }
  assert.equal(quick!.got, upTo(6, 7 - rest));
  quick!.get();
  await sleep(1200); // the slow one does not run for more than a second, then a little at a time
  slow!.read();
  for (let turn = 0; turn < 3; turn++) {
    await sleep(300);
    slow!.read();
  }
  quick!.read();
  assert.equal(quick!.got, upTo(6, 7 - rest), "an older item after a newer one");
  for (let n = 0; n < lent; n++) {
    slow!.get();
    slow!.read();
  }
  assert.equal(slow!.got, upTo(had + lent));
  queue.unused();
});

test("what is kept for a process that runs and does not ask is for the others in the end", async () => {
  const [queue, idle, other] = queueOf(4, 2);
  borrow(idle!);
  const had = idle!.got.length;
  for (let turn = 0; turn < 300 && had + other!.got.length < 4; turn++) {
    if (other!.waiting === 0) other!.get();
    await sleep(PATIENCE / 8);
    other!.read();
    if (turn > 8) idle!.read(); // when the other one has overtaken it
  }
  assert.equal([...other!.got].sort((a, b) => a - b), upTo(4, had + 1));
  assert.is(idle!.got.length, had);
  queue.unused();
});

test("what is kept for a process that is gone is for the others at once", async () => {
  const [queue, lost, other] = queueOf(4, 2);
  borrow(lost!);
  const had = lost!.got.length;
  other!.get();
  await sleep(PATIENCE + 20);
  other!.read();
  lost!.read();
  queue.gone(lost!);
  while (had + other!.got.length < 4) {
    const before = other!.got.length;
    other!.get();
    other!.read();
    assert.ok(other!.got.length > before);
  }
  assert.equal([...other!.got].sort((a, b) => a - b), upTo(4, had + 1));
  queue.unused();
});

test("a real process with several questions under way gets every item, in order", async () => {
  for (const open of [2, 3, 7]) {
    const queue = new Queue<unknown>();
    for (let n = 0; n < 3000; n++) await queue.put(n);
    const child = new Process({ target: takeAhead, args: [queue, 3000, open], module: here });
    child.start();
    assert.equal(await within(20_000, child.result()), upTo(2999, 0), `${open} at once`);
  }
});

test.run();
