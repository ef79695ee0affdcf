/** How the lab is called by who uses it: from a checkout or the installed package, with the runtime they have. */

import { env, name } from "../runtime/current.ts";
import { isPackage } from "../runtime/home.ts";

/** What opens the menu; flags can follow it at once, except with npm. */
const MENUS = isPackage
  ? { node: "npx interleave", deno: "deno run -A npm:interleave", bun: "bunx --bun interleave" }
  : { node: "npm start", deno: "deno task start", bun: "bun run start" };

/** In the environment of a lesson that the lab runs: how the lab itself was called, on whatever it runs. */
export const CALLED = "INTERLEAVE_LAB";

/** Opens the menu. */
export const menu: string = Object.values(MENUS).find((each) => each === env(CALLED)) ??
  MENUS[name];

/** The words before a command or a lesson. */
export const labWords: readonly string[] = [
  ...menu.split(" "),
  ...(menu === "npm start" ? ["--"] : []),
];

/** The same as one text. */
export const lab: string = labWords.join(" ");

/** Installs what a checkout needs. */
export const installs: string = { node: "npm ci", deno: "deno install", bun: "bun install" }[name];

/** Installs these packages beside the package, or with the checkout. */
export function installing(...packages: readonly string[]): string {
  if (!isPackage) return installs;
  const words = packages.map((each) => name === "deno" ? `npm:${each}` : each).join(" ");
  return `${{ node: "npm install", deno: "deno add", bun: "bun add" }[name]} ${words}`;
}
