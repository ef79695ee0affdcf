/** The source of a lesson beside its Python twin: two columns where there is room, one after the other elsewhere, no line too long. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { columns, padded, wrapped } from "../columns.ts";
import { projectFile } from "./runtimes.ts";
import { twinOf } from "./compare/python.ts";

/** From so many columns on there is room for both. */
const WIDE = 110;
/** Between the two. */
const EDGE = " | ";

/** `line` in pieces of at most `width` columns, broken between words; the later ones are indented. */
function folded(line: string, width: number): string[] {
  if (columns(line) <= width) return [line];
  const indent = " ".repeat(Math.min(/^ */.exec(line)![0].length + 4, Math.floor(width / 2)));
  const pieces: string[] = [];
  let rest = line;
  while (columns(rest) > width) {
    let end = 0, taken = 0;
    for (const character of rest) {
      taken += columns(character);
      if (taken > width) break;
      end += character.length;
    }
    const blank = rest.lastIndexOf(" ", end);
    const cut = blank < 0 || rest.slice(0, blank).trim() === "" ? end : blank;
    pieces.push(rest.slice(0, cut).trimEnd());
    rest = indent + rest.slice(cut).trimStart();
  }
  return [...pieces, rest];
}

interface File {
  readonly path: string;
  readonly lines: readonly string[];
}

function read(path: string): File {
  return { path, lines: readFileSync(projectFile(path), "utf8").trimEnd().split("\n") };
}

function beside(left: File, right: File, width: number, dim: (text: string) => string): string {
  const half = Math.floor((width - EDGE.length) / 2);
  const fold = ({ lines }: File) => lines.flatMap((line) => folded(line, half));
  const [ours, theirs] = [fold(left), fold(right)];
  const rows = Array.from(
    { length: Math.max(ours.length, theirs.length) },
    (_, i) => `${padded(ours[i] ?? "", half)}${EDGE}${theirs[i] ?? ""}`.trimEnd(),
  );
  return [dim(`${padded(left.path, half)}${EDGE}${right.path}`), ...rows].join("\n");
}

/**
 * The sources of a lesson for a terminal of `width` columns.
 *
 * @param plain one after the other, at any width
 * @param dim paints the names of the files
 * @param inPython what is said where there is no twin
 */
export function sourcesOf(
  lesson: string,
  width: number,
  plain: boolean,
  dim: (text: string) => string,
  inPython?: string,
): string {
  const own = read(join("scripts", `${lesson}.ts`));
  const alone = ({ path, lines }: File) =>
    `${dim(path)}\n${lines.flatMap((line) => folded(line, width)).join("\n")}`;
  if (twinOf(lesson) === undefined) {
    return inPython === undefined ? alone(own) : `${alone(own)}\n\n${wrapped(inPython, width)}`;
  }
  const twin = read(join("scripts", `${lesson}.py`));
  // No limit is no terminal, but a log.
  if (plain || width < WIDE || width === Infinity) return `${alone(own)}\n\n${alone(twin)}`;
  return beside(own, twin, Math.min(width, 200), dim);
}
