/** The messages that have come to a worker and that it has not taken yet, in order. */

/** So many that were taken are kept in the list before they are cut off. */
const MOST_TAKEN = 1024;

/** Invariant: those before `#next` are taken; `#arrived` is there only while nothing is left. */
export class Mail {
  #messages: unknown[] = [];
  #next = 0;
  #arrived: ((message: unknown) => void) | undefined;

  add(message: unknown): void {
    const arrived = this.#arrived;
    if (!arrived) return void this.#messages.push(message);
    this.#arrived = undefined;
    arrived(message);
  }

  /** The oldest, or a promise of it. One asks at a time. */
  next(): unknown {
    if (this.#next === this.#messages.length) {
      this.#messages.length = this.#next = 0;
      return new Promise<unknown>((resolve) => this.#arrived = resolve);
    }
    const message = this.#messages[this.#next++];
    if (this.#next > MOST_TAKEN) {
      this.#messages.splice(0, this.#next);
      this.#next = 0;
    }
    return message;
  }
}
