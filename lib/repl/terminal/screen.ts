/** Where a prompt draws: remembers what stands there, so that it can be taken away at any width. */

import { Writable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { columns } from "../../columns.ts";
import { terminal } from "../../runtime/current.ts";
import { write } from "../../system/output.ts";

const ESC = "\x1b[";
// deno-lint-ignore no-control-regex
const CLEARS = /^(?:\x1b\[\d*B)?(?:\x1b\[2K|\x1b\[1A)*(?:\x1b\[G)?/;
// deno-lint-ignore no-control-regex
const MOVES = /(?:\x1b\[(\d*)A)?\x1b\[(\d*)G$/;

/**
 * One prompt's output. Invariant: `#lines` are the lines that the prompt has drawn last, and the cursor
 * stands in line `#row` of them, at column `#column`; each took as many rows as it needed.
 */
export class Screen extends Writable {
  #lines: string[] = [];
  #row = 0;
  #column = 0;
  #muted = false;

  get isTTY(): boolean {
    return true;
  }

  get columns(): number {
    return terminal(1).columns;
  }

  get rows(): number {
    return terminal(1).rows;
  }

  override _write(chunk: Uint8Array, _encoding: string, done: () => void): void {
    if (!this.#muted) {
      const text = new TextDecoder().decode(chunk);
      this.#note(text);
      write(1, text);
    }
    done();
  }

  /** A prompt draws all its lines in one piece: first it clears, then come the lines, then the cursor. */
  #note(text: string): void {
    const moves = MOVES.exec(text);
    if (moves === null) return;
    const drawn = stripVTControlCharacters(text.replace(CLEARS, "").replace(MOVES, ""));
    this.#column = Number(moves[2] || 1) - 1;
    if (drawn === "") return; // only the cursor went elsewhere
    this.#lines = drawn.split("\n");
    this.#row = this.#lines.length - 1 - Number(moves[1] || (moves[1] === "" ? 1 : 0));
  }

  /** Takes away all that the prompt has drawn, and lets it draw no more. */
  clear(): void {
    const width = this.columns;
    const rows = (line: string) => Math.max(1, Math.ceil(columns(line.trimEnd()) / width));
    const above = this.#lines.slice(0, this.#row).reduce((sum, line) => sum + rows(line), 0) +
      Math.floor(this.#column / width);
    this.#muted = true;
    write(1, `\r${above > 0 ? `${ESC}${above}A` : ""}${ESC}J${ESC}?25h`);
  }

  /** Leaves what the prompt has drawn, with the cursor below it, and lets it draw no more. */
  leave(): void {
    const below = this.#lines.length - 1 - this.#row;
    this.#muted = true;
    write(1, `${below > 0 ? `${ESC}${below}B` : ""}\r\n${ESC}?25h`);
  }
}
