// Runs a TypeScript program of this project on whatever started this file: `node
// lib/runtime/launch.mjs repl.ts ...`. Node before 24 cannot read the project's TypeScript by
// itself (no type stripping, or no `using`), so tsx is registered first; the rest just imports.
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";

const program = resolve(process.argv[2]);
process.argv.splice(1, 2, program);
const bare = process.versions.bun || process.versions.deno ||
  Number(process.versions.node.split(".")[0]) >= 24;
if (!bare) {
  const { register } = await import("tsx/esm/api");
  register();
}
await import(pathToFileURL(program).href);
