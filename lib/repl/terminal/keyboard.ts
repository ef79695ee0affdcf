/** What is typed, given to one question at a time. */

import { dropTyped, readKeys, setRaw } from "../../system/tty.ts";

/** What a question does with a key; true if it is answered by it, and wants no more. */
export type Taker = (key: string) => Promise<boolean>;

const ENTER = /\r\n?|\n/;
/** Keys that are given by themselves, since what follows them may be for somebody else. */
// deno-lint-ignore no-control-regex
const SINGLE = /\r\n?|[\n\x03\x04\x1a]/;

/** The first key of `text`: one that is given alone, or all before the next such one. */
export function firstKey(text: string): string {
  const found = SINGLE.exec(text);
  if (found === null) return text;
  return found.index === 0 ? found[0] : text.slice(0, found.index);
}

/**
 * The keyboard of a session.
 *
 * Invariant: `#waiting` is what was typed and not yet given to anybody, in order. It is given to the
 * question that is open, piece by piece, each after the one before has had its effect; what follows an
 * Enter that answered is for the next question. While no question may be asked (`off`), it is dropped.
 */
export class Keyboard {
  #waiting = "";
  #taker: Taker | undefined;
  #giving = false;
  #stopReading: (() => void) | undefined;
  readonly #end: () => void;

  /** @param end is called when nothing more will ever be typed */
  constructor(end: () => void) {
    this.#end = end;
  }

  /** From now on what is typed is for questions. */
  on(): void {
    if (this.#stopReading) return;
    setRaw(true);
    this.#stopReading = readKeys((text) => {
      this.#waiting += text;
      void this.#give();
    }, this.#end);
  }

  /** From now on the terminal is a lesson's: its Ctrl-C and Ctrl-Z are signals, and keys are nobody's. */
  off(): void {
    this.#stopReading?.();
    this.#stopReading = undefined;
    this.#waiting = "";
    setRaw(false);
  }

  /** As `on`, after what was typed during a lesson has been thrown away. */
  async afterLesson(): Promise<void> {
    setRaw(true);
    const stop = readKeys(() => {}, this.#end);
    dropTyped();
    await turn(); // what a runtime had read for itself before
    await turn();
    stop();
    this.on();
  }

  /** Gives what is typed to `taker` until it is answered or the returned function is called. */
  open(taker: Taker): () => void {
    this.#taker = taker;
    void this.#give();
    return () => {
      if (this.#taker === taker) this.#taker = undefined;
    };
  }

  async #give(): Promise<void> {
    if (this.#giving) return;
    this.#giving = true;
    try {
      for (let taker = this.#taker; taker && this.#waiting !== ""; taker = this.#taker) {
        const key = firstKey(this.#waiting);
        this.#waiting = this.#waiting.slice(key.length);
        const { length } = this.#waiting;
        const answered = await taker(key);
        // What was pasted behind a refused answer was meant for questions that do not come now.
        if (!answered && ENTER.test(key) && this.#taker === taker) {
          this.#waiting = this.#waiting.slice(length);
        }
      }
    } finally {
      this.#giving = false;
    }
  }
}

/** One turn of the event loop. */
export function turn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
