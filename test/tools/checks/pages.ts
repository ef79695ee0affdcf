/** What two pages in different languages have in common: their headings, fences, tables and code. */

import { withoutComments } from "./sources.ts";

/** A heading, a fence or a table of a page: what both languages have in the same order. */
export interface Piece {
  readonly line: number;
  /** What the other language must have at this place: "##", "```ts", "a table of 4 rows". */
  readonly what: string;
  /** The line as it stands. */
  readonly shown: string;
  readonly body: readonly string[];
}

/** One line of code, and where it stands in its page. */
export interface CodeLine {
  readonly line: number;
  readonly text: string;
}

const FENCE = /^\s*```/;
const HASH = /^(?:python|sh|bash|ini|yaml|toml|dockerfile)$/;

/** "```ts ignore: why" is "```ts ignore": the reason may be said in the page's language. */
const fenceOf = (mark: string) => /```\w*(?: ignore\b)?/.exec(mark)![0];

/** The pieces of a page, in their order. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const shown = lines[at]!;
    const until = (isEnd: (line: string) => boolean) => {
      let last = at + 1;
      while (last < lines.length && !isEnd(lines[last]!)) last++;
      return lines.slice(at + 1, last);
    };
    const heading = /^#{1,6}(?= )/.exec(shown)?.[0];
    if (heading) pieces.push({ line: at + 1, what: heading, shown, body: [] });
    else if (FENCE.test(shown)) {
      const body = until((line) => FENCE.test(line));
      pieces.push({ line: at + 1, what: fenceOf(shown), shown, body });
      at += body.length + 1;
    } else if (shown.startsWith("|")) {
      const body = until((line) => !line.startsWith("|"));
      const columns = shown.replaceAll("\\|", "").split("|").length - 2;
      const what = `a table of ${body.length - 1} rows and ${columns} columns`;
      pieces.push({ line: at + 1, what, shown: what, body });
      at += body.length;
    }
  }
  return pieces;
}

const TEXTS = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g;

/** The code of a fence without its comments. */
function bare(fence: string, code: string): string {
  const language = fence.slice("```".length).split(" ")[0]!;
  if (!HASH.test(language)) return withoutComments(code);
  const token = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|(?<=^|\s)#[^\n]*/gm;
  return code.replace(token, (piece) => piece.startsWith("#") ? "" : piece);
}

/** The lines that say something, without spaces at their ends. */
export const linesOf = (code: string, first: number): CodeLine[] =>
  code.split("\n").map((text, index) => ({ line: first + index, text: text.trimEnd() }))
    .filter(({ text }) => text !== "");

/** The code of an example without comments and empty lines: what is the same in both languages. */
export const codeOf = (code: string): string =>
  linesOf(bare("```ts", code), 1).map(({ text }) => text).join("\n");

/** Is there anything in it but ASCII, as words of Chinese are? */
export const hasWords = (text: string): boolean => /[^\p{ASCII}]/u.test(text);

/** Both codes; texts that are not ASCII in one of them are let go at the same place in both. */
export function comparable(fence: string, codes: readonly [string, string]): [string, string] {
  const bared = codes.map((code) => bare(fence, code));
  const [left = [], right = []] = bared.map((code) => code.match(TEXTS) ?? []);
  const blank = (code: string) => {
    let at = -1;
    return code.replace(TEXTS, (text) => {
      at++;
      return hasWords(`${left[at]}${right[at]}`) ? text.replace(/[^\n]+/g, '"…"') : text;
    });
  };
  return left.length === right.length
    ? [blank(bared[0]!), blank(bared[1]!)]
    : [bared[0]!, bared[1]!];
}
