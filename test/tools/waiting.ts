/** Waiting that ends: deadlines for promises, and gates that put threads in a chosen order. */

import { clearTimeout, setImmediate, setTimeout } from "node:timers";

/** Milliseconds after which a gate gives up: nothing a test waits for takes so long. */
const PATIENCE = 10_000;

/**
 * What `promise` gives, or an Error when it has not settled within `ms` milliseconds. A test that
 * awaits something which may never come awaits it through this: uvu has no deadline of its own.
 *
 * ```ts ignore because it is a picture of use inside a suite
 * await within(2000, thread.join(), "join");
 * ```
 */
export function within<T>(ms: number, promise: PromiseLike<T>, what = "the promise"): Promise<T> {
  // Made here, so that its stack names the line of the test.
  const late = new Error(`${what} did not settle within ${ms} ms`);
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(late), ms);
    Promise.resolve(promise).then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/**
 * Waits until `condition` answers true, asking at each turn of the event loop. For what cannot be
 * waited for: another process, a file, a counter in shared memory.
 */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what = "the condition",
  ms: number = PATIENCE,
): Promise<void> {
  const late = new Error(`${what} did not become true within ${ms} ms`);
  const end = performance.now() + ms;
  for (let turn = 0; !(await condition()); turn++) {
    if (performance.now() > end) throw late;
    // At first at once; later gently, so that what is waited for has the processor.
    await new Promise<void>((go) => turn < 100 ? setImmediate(() => go()) : setTimeout(go, 1));
  }
}

const ARRIVED = 0;
const OPEN = 1;

/**
 * A gate made of Atomics: threads arrive and wait, the test sees that they have and lets them go.
 * It crosses to a thread as its `buffer`: `new Gate(buffer)` there is the same gate.
 *
 * Invariant: `arrived` only grows; once open it stays open.
 */
export class Gate {
  /** Two int32: how many have arrived, and whether the gate is open. */
  readonly buffer: SharedArrayBuffer;
  readonly #cells: Int32Array<SharedArrayBuffer>;

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(8)) {
    this.buffer = buffer;
    this.#cells = new Int32Array(buffer);
  }

  /** How many have arrived so far. */
  get arrived(): number {
    return Atomics.load(this.#cells, ARRIVED);
  }

  get isOpen(): boolean {
    return Atomics.load(this.#cells, OPEN) === 1;
  }

  /** Says that one more is here, and goes on. Answers how many that makes. */
  arrive(): number {
    const before = Atomics.add(this.#cells, ARRIVED, 1);
    Atomics.notify(this.#cells, ARRIVED);
    return before + 1;
  }

  /** Lets everybody pass, now and later. */
  open(): void {
    Atomics.store(this.#cells, OPEN, 1);
    Atomics.notify(this.#cells, OPEN);
  }

  /** Arrives, and blocks this thread until the gate is open. */
  passSync(ms: number = PATIENCE): void {
    this.arrive();
    this.#waitSync(OPEN, (value) => value === 1, "gate did not open", ms);
  }

  /** Arrives, and waits until the gate is open. */
  async pass(ms: number = PATIENCE): Promise<void> {
    this.arrive();
    await until(() => this.isOpen, "the gate", ms);
  }

  /** Blocks this thread until `count` have arrived. */
  waitArrivedSync(count: number, ms: number = PATIENCE): void {
    this.#waitSync(ARRIVED, (value) => value >= count, `fewer than ${count} arrived`, ms);
  }

  /** Waits until `count` have arrived. */
  async waitArrived(count: number, ms: number = PATIENCE): Promise<void> {
    await until(() => this.arrived >= count, `arrival of ${count} at the gate`, ms);
  }

  #waitSync(cell: number, good: (value: number) => boolean, problem: string, ms: number): void {
    const end = performance.now() + ms;
    for (let value; !good(value = Atomics.load(this.#cells, cell));) {
      const left = end - performance.now();
      if (left <= 0) throw new Error(`${problem} within ${ms} ms (${this.arrived} arrived)`);
      Atomics.wait(this.#cells, cell, value, left);
    }
  }
}
