/** The table of the rooms in CONTRIBUTING.md says what rooms.ts says, room by room. */

import { packages, type Room, rooms } from "./rooms.ts";

/** How the table may name a room's rooms in short. */
const ALL = /^all above(?: but (.+))?$/;

const words = (text: string) => text.split(",").map((word) => word.trim()).filter((word) => word);
const inOrder = (list: readonly string[]) => [...list].sort().join(", ") || "nothing";

/** The rooms that a cell names; `above` are those of the rows above. */
function usedBy(cell: string, above: readonly string[]): string[] {
  const all = ALL.exec(cell);
  if (!all) return cell === "" ? [] : words(cell);
  const but = words(all[1] ?? "");
  // What is no room above stays in the list, and is reported with it.
  return [
    ...above.filter((room) => !but.includes(room)),
    ...but.filter((room) => !above.includes(room)),
  ];
}

/** Packages by their names: "uvu/assert" is of "uvu". */
function packagesOf(room: Room): string[] {
  const own = packages[room.name] ?? [];
  return [
    ...new Set(own.map((name) => name.split("/").slice(0, name.startsWith("@") ? 2 : 1).join("/"))),
  ];
}

/** A folder stands for the file of its name beside it, "..." at the end for any more files. */
function filesProblem(cell: string, room: Room): string | undefined {
  const named = [...cell.matchAll(/`([^`]+)`/g)].map((found) => found[1]!);
  const implied = named.filter((path) => path.endsWith("/")).map((path) =>
    path.replace(/\/$/, ".ts")
  );
  const strange = named.find((path) => !room.files.includes(path));
  if (strange !== undefined) return `${strange} is not its`;
  const missing = room.files.find((path) =>
    !named.includes(path) && !implied.includes(path) &&
    (path.endsWith("/") || !cell.endsWith("..."))
  );
  return missing === undefined ? undefined : `${missing} is missing`;
}

/** What is wrong with the table in `text`, the words of CONTRIBUTING.md. */
export function tableProblems(text: string): string[] {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => /^\| room +\|/.test(line));
  if (start < 0) return ["CONTRIBUTING.md: has no table that begins with | room |"];
  const rows: { at: string; cells: string[] }[] = [];
  for (let index = start + 2; lines[index]?.startsWith("|"); index++) {
    const cells = lines[index]!.split("|").slice(1, -1).map((cell) => cell.trim());
    rows.push({ at: `CONTRIBUTING.md:${index + 1}`, cells });
  }
  const names = rows.map(({ cells }) => cells[0]!);
  const wanted = rooms.map((room) => room.name);
  if (names.join() !== wanted.join()) {
    return [`CONTRIBUTING.md:${start + 1}: the rooms are ${wanted.join(", ")}; not ${names}`];
  }
  return rows.flatMap(({ at, cells: [name, files, uses, imported] }, index) => {
    const room = rooms[index]!;
    const say = (what: string) => `${at}: "${name}" in test/tools/checks/rooms.ts: ${what}`;
    const problems: string[] = [];
    const file = filesProblem(files ?? "", room);
    if (file) problems.push(say(file));
    if (inOrder(usedBy(uses ?? "", wanted.slice(0, index))) !== inOrder(room.uses)) {
      problems.push(say(`it may use ${inOrder(room.uses)}`));
    }
    const own = packagesOf(room);
    if (inOrder(words((imported ?? "").replaceAll("`", ""))) !== inOrder(own)) {
      problems.push(say(`its packages are ${inOrder(own)}`));
    }
    return problems;
  });
}
