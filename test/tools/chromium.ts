/** A real headless Chromium, where there is one, that opens a page and says what became of it. */

import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { suite, type Test } from "uvu";
import { run } from "./process.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** Where it is, or undefined. */
export const chromium: string | undefined = (process.env["PATH"] ?? "").split(delimiter)
  .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  .find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/** A suite that needs it: where there is none it says so; on CI that is a failure. */
export function chromiumSuite(name: string): Test {
  const test = suite(name);
  if (chromium !== undefined) return test;
  const missing = "no chromium on PATH (apt-get install chromium)";
  const required = process.env["CI"] && !process.env["INTERLEAVE_NO_CHROMIUM"];
  test(`${name}: ${missing}`, () => {
    if (required) throw new Error(missing);
  });
  const left = (() => {}) as unknown as Test;
  left.run = test.run;
  return left;
}

/** The page at `file` as it stands when its scripts have run. */
export async function domOf(file: string, flags: readonly string[] = []): Promise<string> {
  const profile = mkdtempSync(join(tmpdir(), "interleave-chromium-"));
  try {
    const ended = await run({
      file: chromium!,
      args: [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        `--user-data-dir=${profile}`,
        "--window-size=1000,700",
        ...flags,
        "--dump-dom",
        pathToFileURL(file).href,
      ],
    }, { deadline: 60_000 }).ended;
    if (ended.code !== 0) throw new Error(`Chromium ended with ${ended.code}: ${ended.stderr}`);
    return ended.stdout;
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
