/** Every page of the documentation is there in English and in Chinese, and the two are in step. */

import { posix } from "node:path";
import { type CodeLine, comparable, hasWords, linesOf, type Piece, piecesOf } from "./pages.ts";
import type { Source } from "./sources.ts";

const PAGE = /^(?:README|docs\/\w+)(?:\.zh)?\.md$/;
/** What is shown to a learner, and so in the learner's language. */
const SHOWN = new Set(["```", "```text", "```console"]);
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
        !hasWords(found) && found !== expected && !/^:?-+:?$/.test(found)
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

/** The headings of a page, each with the text below it: no fences, and of links only their words. */
function sectionsOf({ text }: Source): { line: number; shown: string; text: string }[] {
  const open = text.replace(/^ *```[^]*?^ *```$/gm, (fence) => fence.replace(/[^\n]/g, ""));
  const lines = open.replace(/\]\([^()\s]*\)/g, "]").split("\n");
  const headings = piecesOf(text).filter(({ what }) => what.startsWith("#"));
  return headings.map(({ line, shown }, at) => {
    const below = lines.slice(line - 1, (headings[at + 1]?.line ?? Infinity) - 1);
    return { line, shown, text: below.join(" ").replace(/\s+/g, " ") };
  });
}

/** The numbers and the names in backquotes of a text. */
const factsOf = (text: string) => new Set(text.match(/`[^`]+`|\d[\d,.]*\d|\d/g));

/** A number or a name of an English section stands in the Chinese one, too. */
function factProblems(english: Source, chinese: Source): string[] {
  const there = sectionsOf(chinese);
  return sectionsOf(english).flatMap(({ line, shown, text }, at) => {
    const { line: twin, text: translated } = there[at]!;
    const facts = factsOf(translated);
    const missing = [...factsOf(text)].filter((fact) =>
      !facts.has(fact) && !(fact.startsWith("`") && translated.includes(fact.slice(1, -1)))
    );
    const places = `${english.path}:${line} and ${chinese.path}:${twin}`;
    return missing.length === 0 ? [] : [
      `${places}: the section ${quoted(shown)} must say the same in Chinese: ` +
      `expected there, too: ${missing.join(", ")}`,
    ];
  });
}

/** Where two pages part: the first piece that differs, else what differs in fences, else in facts. */
function stepProblems(english: Source, chinese: Source): string[] {
  const [wanted, there] = [piecesOf(english.text), piecesOf(chinese.text)];
  const lines = ({ text }: Source) => text.split("\n").length;
  for (let at = 0; at < Math.max(wanted.length, there.length); at++) {
    const [one, other] = [wanted[at], there[at]];
    if (one?.what === other?.what) continue;
    const places = `${english.path}:${one?.line ?? lines(english)} and ` +
      `${chinese.path}:${other?.line ?? lines(chinese)}`;
    return [
      `${places}: both must have the same headings, fences and tables in the same order: ` +
      `expected ${quoted(one?.shown)}, found ${quoted(other?.shown)}`,
    ];
  }
  const parted = wanted.flatMap((one, at) => codeProblems(english, chinese, one, there[at]!));
  return parted.length > 0 ? parted : factProblems(english, chinese);
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
