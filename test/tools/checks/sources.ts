/** The project's own files, and their code without comments. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../runtimes.ts";

const OWN = ["lib", "scripts", "test", "docs", ".ci"];

/** A text file of the project. */
export interface Source {
  /** From the project's folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** Every file of the project that is written by hand. */
export function sources(): Source[] {
  const top = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|mjs|md|json)$|^\.\w+$/.test(entry.name))
    .map((entry) => entry.name)
    .filter((name) => !/^(package-lock\.json|deno\.lock|bun\.lock|\.git)$/.test(name));
  const below = OWN.filter((folder) => existsSync(join(root, folder))).flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replaceAll("\\", "/"))
  );
  return [...top, ...below].sort().map((path) => ({
    path,
    text: readFileSync(join(root, path), "utf8"),
  }));
}

/** Is it a program? */
export const isCode = ({ path }: { path: string }): boolean => /\.(ts|mjs)$/.test(path);

/**
 * The code with comments and, if asked, texts blanked out; every line stays where it is. Good enough
 * for searching: a `/` that begins a regular expression is told from a division by what precedes it.
 */
export function withoutComments(text: string, andTexts = false): string {
  const token =
    /\/\/[^\n]*|\/\*[^]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|((?:^|[=(,:;!&|?{}[]|return|=>)\s*)(\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n*[])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])*\/)/gm;
  const blank = (piece: string) => piece.replace(/[^\n]/g, " ");
  return text.replace(token, (piece, before?: string, regex?: string) => {
    if (piece.startsWith("//") || piece.startsWith("/*")) return blank(piece);
    if (!andTexts) return piece;
    if (regex !== undefined) return before + blank(regex);
    return piece[0] + blank(piece.slice(1, -1)) + piece.at(-1);
  });
}

/** Each match of `pattern` as "path:line". */
export function places(
  path: string,
  text: string,
  pattern: RegExp,
): { at: string; match: string }[] {
  return [...text.matchAll(pattern)].map((found) => ({
    at: `${path}:${text.slice(0, found.index).split("\n").length}`,
    match: found[0],
  }));
}
