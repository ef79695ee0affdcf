/**
 * Runs a TypeScript program of this project on whatever started this file: `node
 * lib/runtime/launch.mjs repl.ts ...`. Node before 24 cannot read the project's TypeScript by
 * itself (no type stripping, or no `using`), so tsx is registered first; the rest just imports.
 */

import module from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { resolve } from "node:path";

const program = resolve(process.argv[2]);
process.argv.splice(1, 2, program);
const bare = process.versions.bun || process.versions.deno ||
  Number(process.versions.node.split(".")[0]) >= 24;
// Node takes the types out of a hundred files at each start; kept, that is half of the time until the menu.
module.enableCompileCache?.(fileURLToPath(new URL("../../.cache/node-compile", import.meta.url)));
if (!bare) {
  try {
    const { register } = await import("tsx/esm/api");
    register();
    module.register("./as_module.mjs", import.meta.url);
  } catch (error) {
    if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
    const locale = process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || "";
    process.stderr.write(
      /^zh(?![a-z])/i.test(locale)
        ? "Node 24 之前的版本要借助依赖包才能运行 TypeScript，请先运行：npm ci\n"
        : "Node before 24 runs TypeScript by packages that are not installed yet. Install them with: npm ci\n",
    );
    process.exit(1);
  }
}
await import(pathToFileURL(program).href);
