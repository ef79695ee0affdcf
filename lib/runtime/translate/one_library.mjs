/**
 * One copy of the library in a worker or child that loads it as a bundle: whoever imports a file of
 * lib/, by whatever path and from whatever kind of module, gets the bundle's module of it.
 */
import { existsSync } from "node:fs";
import module from "node:module";
import { fileURLToPath } from "node:url";

const LIB = new URL("../../", import.meta.url).href;
const BUNDLES = new URL("../../../.cache/compiled/", import.meta.url).href;

/** Leads imports of the library to the bundle in which `entry` is, if it is in one. */
export function useOneLibrary(entry) {
  // Before 22.15 the user's modules are translated, and their imports with them (see compile.ts).
  if (!entry.startsWith(BUNDLES) || !module.registerHooks) return;
  const folder = entry.slice(0, entry.indexOf("/", BUNDLES.length) + 1);
  module.registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      const { url } = found;
      if (!url.startsWith(LIB) || !url.endsWith(".ts") || url.startsWith(`${LIB}repl/`)) {
        return found;
      }
      const inBundle = new URL(folder + url.slice(LIB.length, -2) + "mjs");
      if (!existsSync(inBundle)) {
        throw new Error(
          `Cannot load ${
            fileURLToPath(url)
          } in a thread or child process: it is an inner module of ` +
            `the library. Import one of the modules directly in lib/, such as lib/threading.ts`,
        );
      }
      return { url: inBundle.href, format: "module", shortCircuit: true };
    },
  });
}
