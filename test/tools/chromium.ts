/** A real headless Chromium, where there is one, that opens a page and says what became of it. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Test } from "uvu";
import { programOf, suiteWith } from "./needed.ts";
import { run } from "./process.ts";

/** Where it is, or undefined. */
export const chromium: string | undefined = programOf(
  "chromium",
  "chromium-browser",
  "google-chrome",
);

/** A suite that needs it. */
export function chromiumSuite(name: string): Test {
  const missing = "no chromium on PATH (apt-get install chromium)";
  return suiteWith(name, chromium, missing, "INTERLEAVE_NO_CHROMIUM");
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
