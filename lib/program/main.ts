/** Tells the main program from the threads and processes that import its module again. */

import { context, env, isMain, setContext, setExitCode } from "../runtime/current.ts";
import { libraryModule } from "../runtime/home.ts";
import { report } from "../system/output.ts";
import { describeError } from "../describe_error.ts";

/**
 * Names the main module of a program, as `if __name__ == "__main__"` does in Python: the targets of
 * threads and processes are looked up in it, and `run` is called only in the main program, not in
 * the threads and processes that import the module again.
 *
 * With `INTERLEAVE_TRACE=FILE.json` (for Perfetto) or `FILE.html` (a page; or both, with `,` between) in
 * the environment, what the program does is recorded: see lib/trace.ts.
 *
 * As in Python, an error in `run` is reported and makes the exit code 1, but the program still waits
 * for its threads.
 *
 * @param meta `import.meta` of the module
 * @param run what the program does; it may be asynchronous
 * @throws {TypeError} if `meta` has no `url`, as in a bundle that is CommonJS
 *
 * @example
 * ```ts
 * import { main, Thread } from "../lib/threading.ts";
 * import assert from "node:assert/strict";
 *
 * export function double(n: number) {
 *   return n * 2;
 * }
 *
 * main(import.meta, async () => {
 *   const thread = new Thread({ target: double, args: [21] });
 *   thread.start();
 *   assert.equal(await thread.result(), 42);
 * });
 * ```
 */
export function main(meta: ImportMeta, run: () => unknown): void {
  if (typeof meta?.url !== "string") {
    throw new TypeError(
      "Cannot tell whether this module is the program: main(import.meta, ...) needs import.meta.url, " +
        "and it is missing. Bundlers that write CommonJS leave it out: have ES modules written " +
        "(esbuild: --format=esm)",
    );
  }
  if (!isMain(meta)) return;
  setContext("main", meta.url);
  const failed = (error: unknown) => {
    setExitCode(1);
    report(`${describeError(error)}\n`);
  };
  try {
    const ended = begin(meta.url, run);
    if (ended instanceof Promise) ended.catch(failed);
  } catch (error) {
    failed(error);
  }
}

/** Calls `run`, recorded if the environment says so: see lib/trace/program.ts. */
function begin(program: string, run: () => unknown): unknown {
  const file = env("INTERLEAVE_TRACE");
  if (!file && !env("INTERLEAVE_TRACE_TEXT")) return run();
  type Inside = { recordProgram(file: string, program: string, run: () => unknown): Promise<void> };
  return import(libraryModule("trace/program").href)
    .then((inside: Inside) => inside.recordProgram(file ?? "", program, run));
}

/** The URL of the main module, or undefined if `main` was not called. */
export function mainModule(): string | undefined {
  return context("main");
}
