/** Every page of the documentation is there in English and in Chinese, and the two are in step. */

import { posix } from "node:path";
import { type Source, withoutComments } from "./sources.ts";

/** A heading, a fence or a table of a page: what both languages have in the same order. */
interface Piece {
  readonly line: number;
  /** What the other language must have at this place: "##", "```ts", "a table of 4 rows". */
  readonly what: string;
  /** The line as it stands. */
  readonly shown: string;
  readonly body: readonly string[];
}

/** One line of code, and where it stands in its page. */
interface CodeLine {
  readonly line: number;
  readonly text: string;
}

const PAGE = /^(?:README|docs\/\w+)(?:\.zh)?\.md$/;
/** What is shown to a learner, and so in the learner's language. */
const SHOWN = new Set(["```", "```text", "```console"]);
const HASH = /^(?:python|sh|bash|ini|yaml|toml|dockerfile)$/;

/** "```ts ignore: why" is "```ts ignore": the reason may be said in the page's language. */
const fenceOf = (mark: string) => /^```\w*(?: ignore\b)?/.exec(mark)![0];

/** The pieces of a page, in their order. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const shown = lines[at]!;
    const begins = (end: (line: string) => boolean) => {
      let last = at + 1;
      while (last < lines.length && !end(lines[last]!)) last++;
      return lines.slice(at + 1, last);
    };
    const heading = /^#{1,6}(?= )/.exec(shown)?.[0];
    if (heading) pieces.push({ line: at + 1, what: heading, shown, body: [] });
    else if (shown.startsWith("```")) {
      const body = begins((line) => line.startsWith("```"));
      pieces.push({ line: at + 1, what: fenceOf(shown), shown, body });
      at += body.length + 1;
    } else if (shown.startsWith("|")) {
      const body = begins((line) => !line.startsWith("|"));
      const columns = shown.replaceAll("\\|", "").split("|").length - 2;
      const what = `a table of ${body.length} rows and ${columns} columns`;
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
const linesOf = (code: string, first: number): CodeLine[] =>
  code.split("\n").map((text, index) => ({ line: first + index, text: text.trimEnd() }))
    .filter(({ text }) => text !== "");

/** The code of an example without comments and empty lines: what is the same in both languages. */
export const codeOf = (code: string): string =>
  linesOf(bare("```ts", code), 1).map(({ text }) => text).join("\n");

const isWords = (text: string) => /[^\p{ASCII}]/u.test(text);

/** Both codes; texts that are not ASCII in one of them are let go at the same place in both. */
function comparable(fence: string, codes: readonly [string, string]): [string, string] {
  const bared = codes.map((code) => bare(fence, code));
  const [left = [], right = []] = bared.map((code) => code.match(TEXTS) ?? []);
  const blank = (code: string) => {
    let at = -1;
    return code.replace(TEXTS, (text) => {
      at++;
      return isWords(`${left[at]}${right[at]}`) ? text.replace(/[^\n]+/g, '"…"') : text;
    });
  };
  return left.length === right.length
    ? [blank(bared[0]!), blank(bared[1]!)]
    : [bared[0]!, bared[1]!];
}

const quoted = (text: string | undefined) => text === undefined ? "its end" : `"${text.trim()}"`;

/** Cells without Chinese (numbers, names) are those of the English table. */
function tableProblems(english: Source, chinese: Source, one: Piece, other: Piece): string[] {
  const cells = (row: string) => row.split(/(?<!\\)\|/).map((cell) => cell.trim());
  return other.body.flatMap((row, index) => {
    const wanted = cells(one.body[index]!);
    const places = `${english.path}:${one.line + 1 + index} and ` +
      `${chinese.path}:${other.line + 1 + index}`;
    return cells(row)
      .map((found, at) => ({ found, expected: wanted[at] }))
      .filter(({ found, expected }) =>
        !isWords(found) && found !== expected && !/^:?-+:?$/.test(found)
      )
      .map(({ found, expected }) =>
        `${places}: a cell without Chinese is the same: expected "${expected}", found "${found}"`
      );
  });
}

/** Where the code of two fences parts, if it does. */
function codeProblems(english: Source, chinese: Source, one: Piece, other: Piece): string[] {
  if (SHOWN.has(one.what) || one.what.startsWith("#")) return [];
  if (one.what.startsWith("a table")) return tableProblems(english, chinese, one, other);
  const [left, right] = comparable(one.what, [one.body.join("\n"), other.body.join("\n")]);
  const expected = linesOf(left, one.line + 1);
  const found = linesOf(right, other.line + 1);
  const at = expected.findIndex(({ text }, index) => text !== found[index]?.text);
  if (at < 0 && expected.length === found.length) return [];
  const index = at < 0 ? expected.length : at;
  const place = (source: Source, lines: CodeLine[], piece: Piece) =>
    `${source.path}:${lines[index]?.line ?? piece.line + piece.body.length + 1}`;
  return [
    `${place(english, expected, one)} and ${place(chinese, found, other)}: the code must be the ` +
    `same but for comments and texts that are not ASCII: expected ` +
    `${quoted(expected[index]?.text)}, found ${quoted(found[index]?.text)}`,
  ];
}

/** Where two pages part: the first piece that differs, else the first line of each fence that does. */
function stepProblems(english: Source, chinese: Source): string[] {
  const [wanted, there] = [piecesOf(english.text), piecesOf(chinese.text)];
  const lines = ({ text }: Source) => text.split("\n").length;
  for (let at = 0; at < Math.max(wanted.length, there.length); at++) {
    const [one, other] = [wanted[at], there[at]];
    if (one?.what === other?.what) continue;
    return [
      `${english.path}:${one?.line ?? lines(english)} and ` +
      `${chinese.path}:${
        other?.line ?? lines(chinese)
      }: both must have the same headings, fences ` +
      `and tables in the same order: expected ${quoted(one?.shown)}, found ${quoted(other?.shown)}`,
    ];
  }
  return wanted.flatMap((one, at) => codeProblems(english, chinese, one, there[at]!));
}

/** As GitHub names the place of a heading: "## `a` b, c" is "a-b-c". */
const anchorOf = (heading: string) =>
  heading.replace(/^#+ /, "").toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");

/** Links between pages: to headings that are there, and from Chinese to Chinese. */
function linkProblems(page: Source, pages: ReadonlyMap<string, Source>): string[] {
  const isChinese = page.path.endsWith(".zh.md");
  return page.text.split("\n").flatMap((line, index) =>
    [...line.matchAll(/\]\(([^()\s:#]*\.md)(?:#([^()\s]+))?\)/g)].flatMap(([, to = "", anchor]) => {
      const path = posix.normalize(posix.join(posix.dirname(page.path), to));
      const at = `${page.path}:${index + 1}: `;
      const translated = path.replace(/(?<!\.zh)\.md$/, ".zh.md");
      if (isChinese && index !== 2 && translated !== path && pages.has(translated)) {
        return [`${at}a Chinese page links to Chinese ones: expected ${translated}, found ${path}`];
      }
      const target = pages.get(path);
      const anchors = target && piecesOf(target.text).filter(({ what }) => what.startsWith("#"))
        .map(({ shown }) => anchorOf(shown));
      if (anchor === undefined || !anchors || anchors.includes(anchor)) return [];
      return [`${at}expected a heading of ${path}, one of ${anchors.join(", ")}; found ${anchor}`];
    })
  );
}

/** What is wrong with the pages of these files. */
export function translationProblems(sources: readonly Source[]): string[] {
  const pages = new Map(
    sources.filter(({ path }) => PAGE.test(path)).map((source) => [source.path, source]),
  );
  const problems: string[] = [];
  for (const page of pages.values()) {
    const isChinese = page.path.endsWith(".zh.md");
    const twin = isChinese
      ? page.path.replace(/\.zh\.md$/, ".md")
      : page.path.replace(/\.md$/, ".zh.md");
    const link = `[${isChinese ? "English" : "中文"}](${posix.basename(twin)})`;
    const other = pages.get(twin);
    if (!other) {
      problems.push(`${page.path}:1: expected ${twin} beside it, with the same headings and code`);
      continue;
    }
    if (page.text.split("\n")[2] !== link) {
      problems.push(`${page.path}:3: expected the link to ${twin} on this line: ${link}`);
    }
    problems.push(...linkProblems(page, pages));
    if (!isChinese) problems.push(...stepProblems(page, other));
  }
  return problems;
}
