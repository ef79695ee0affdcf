/** Text in terminal columns: a Chinese character takes two. */

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const NONE = /[\p{Mn}\p{Me}\p{Cf}]/u;
// deno-lint-ignore no-control-regex
const COLOUR = /\x1b\[[0-9;]*m/g;

/** How many columns a terminal gives to `text`; colours take none. */
export function columns(text: string): number {
  let width = 0;
  for (const character of text.replace(COLOUR, "")) {
    if (WIDE.test(character)) width += 2;
    else if (!NONE.test(character)) width += 1;
  }
  return width;
}

/** `text` with spaces behind it up to `width` columns. */
export function padded(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - columns(text)));
}

/** `text` cut to `width` columns, with `more` behind it if something was cut off. */
export function cut(text: string, width: number, more = "…"): string {
  if (columns(text) <= width) return text;
  let kept = "";
  for (const character of text) {
    if (columns(kept + character) > width - columns(more)) break;
    kept += character;
  }
  return `${kept}${more}`;
}

/** Punctuation that must not begin a line, and that which must not end one. */
const CLOSING = /^[，。、；：！？）》”’…,.;:!?)]$/;
const OPENING = /^[（《“‘(]$/;

/** A flag and its value, which stay on one line: "--threads 4", "--delay N". */
const FLAG = /(--[a-z][\w-]*) (?=[\d.+"-]|[A-Z]+\b)/g;
const KEPT = "\u00a0";

/**
 * The pieces between which a line may end: words, and each Chinese character by itself, with
 * the punctuation that belongs to it.
 */
function pieces(text: string): string[] {
  const found: string[] = [];
  let open = false;
  for (const character of text) {
    const last = found.at(-1);
    const joins = last !== undefined && last !== " " && character !== " " &&
      (open || CLOSING.test(character) || (!WIDE.test(character) && !WIDE.test(last.at(-1)!)));
    if (joins) found[found.length - 1] += character;
    else found.push(character);
    open = OPENING.test(character);
  }
  return found;
}

/**
 * Breaks `text` into lines of at most `width` columns, between words or Chinese characters. Lines
 * after the first are indented by `indent` spaces. A word longer than a line stays whole.
 */
export function wrapped(text: string, width: number, indent = 0): string {
  return text.split("\n").map((line) => wrappedLine(line, width, indent)).join("\n");
}

function wrappedLine(text: string, width: number, indent: number): string {
  if (columns(text) <= width) return text.trimEnd();
  const done: string[] = [];
  let line = "";
  for (const piece of pieces(text.replace(FLAG, `$1${KEPT}`))) {
    if (piece === " ") {
      if (line.trim() !== "" || done.length === 0) line += " ";
    } else if (columns(line) + columns(piece) > width && line.trim() !== "") {
      done.push(line.trimEnd());
      line = " ".repeat(indent) + piece;
    } else line += piece;
  }
  return [...done, line.trimEnd()].join("\n").replaceAll(KEPT, " ");
}
