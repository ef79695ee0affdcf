/** Asks one question at a terminal: drawn anew when the size changes or the job was stopped. */

import { PassThrough } from "node:stream";
import { onResize, setRaw, stopJob } from "../../system/tty.ts";
import { EndOfInput } from "../asker.ts";
import { askedWord, asksForWord } from "../glossary/mark.ts";
import { type Keyboard, turn } from "./keyboard.ts";
import { Screen } from "./screen.ts";

/** What a prompt of Inquirer is given beside its question. */
export interface PromptContext {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

/** A question for a screen of this size. */
export type Question<T> = (context: PromptContext, columns: number, rows: number) => Promise<T>;

export interface AskOptions {
  /** Aborted when the session has to end. */
  readonly signal: AbortSignal;
  /** What is said when Ctrl-C is not taken, and until when (in the clock of `performance.now`). */
  readonly calm?: { readonly until: number; readonly say: () => void };
  /** What is done at a "?"; what it tells stands above the question then. */
  readonly help?: Help;
  /** Keys that are typed already. */
  readonly typed?: readonly string[];
}

export interface Help {
  /** Asks for a word, of which `keys` are typed already, and tells what it means in so many lines. */
  explain(keys: readonly string[]): Promise<number>;
  /** Only before anything else is typed: later a "?" is a part of an answer. */
  readonly first: boolean;
}

/** So many rows a question has in any case, where there are so many. */
const FEWEST = 14;

const CTRL_C = "\x03", CTRL_D = "\x04", CTRL_Z = "\x1a";

/**
 * Asks `question`. When it has to be drawn anew, the prompt is given up and another one asked, which
 * gets the keys again that were typed so far: so it stands as the first one did.
 *
 * @throws EndOfInput after Ctrl-D, and what Inquirer throws after Ctrl-C or an abort
 */
export async function ask<T>(
  keyboard: Keyboard,
  question: Question<T>,
  { signal, calm, help, typed: already = [] }: AskOptions,
): Promise<T> {
  const typed = [...already];
  let told = 0; // lines above the question that are to be read
  for (;;) {
    const screen = new Screen();
    const input = new PassThrough();
    const attempt = new AbortController();
    const abort = () => attempt.abort(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort);
    let again = false, ended = false, settled = false;
    let asked: string[] | undefined; // what is typed behind a "?"
    const redraw = (prepare: () => void) => {
      if (again || settled) return;
      again = true;
      prepare();
      attempt.abort();
    };
    const feed = async (key: string) => {
      input.write(key);
      await turn();
      await turn();
    };
    const answer = question(
      { input, output: screen, signal: attempt.signal },
      screen.columns,
      Math.max(Math.min(FEWEST, screen.rows), screen.rows - told),
    ).finally(() => settled = true);
    const removeResize = onResize(() => redraw(() => screen.clear()));
    const replayed = (async () => {
      for (const key of typed) await feed(key);
    })();
    const close = keyboard.open(async (key) => {
      await replayed;
      if (again) {
        (asked ?? typed).push(key); // the next prompt gets it
        return false;
      }
      if (help && (!help.first || typed.length === 0) && asksForWord(key)) {
        asked = [askedWord(key)];
        redraw(() => screen.clear());
        return false;
      }
      if (key === CTRL_Z) {
        redraw(() => {
          screen.leave();
          setRaw(false);
          stopJob();
          setRaw(true);
        });
        return false;
      }
      if (key === CTRL_C && calm && performance.now() < calm.until) {
        redraw(() => {
          screen.clear();
          calm.say();
        });
        return false;
      }
      if (key !== CTRL_C && key !== CTRL_D) typed.push(key);
      await feed(key);
      if (key === CTRL_D && !settled && input.isPaused()) {
        ended = true;
        attempt.abort();
      }
      return settled;
    });
    try {
      return await answer;
    } catch (error) {
      if (ended) throw new EndOfInput();
      if (!again || signal.aborted) throw error;
    } finally {
      close();
      removeResize();
      signal.removeEventListener("abort", abort);
    }
    if (asked) told = await help!.explain(asked);
  }
}
