/** A recording as one page that needs nothing else: the timeline, what was waited for, and the source. */

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { show } from "../show.ts";
import { jsonOf } from "./chunks.ts";
import { pageScript } from "./page_script.ts";
import { pageStyle } from "./page_style.ts";
import { pageWords } from "./page_words.ts";
import type { Recording } from "./recording.ts";
import { longestWaits } from "./waits.ts";

/** Options of `html`. */
export interface PageOptions {
  /** The title of the page; "Interleave" without. */
  title?: string | undefined;
  /** The language of its words; English without. */
  language?: "en" | "zh" | undefined;
}

const MOST_WAITS = 20;
const LARGEST_SOURCE = 500_000;

/** The page as text, chunk by chunk. */
export function* page(recording: Recording, options: PageOptions): Iterable<string> {
  const { title = "Interleave", language = "en" } = options;
  const { lanes, events, duration, dropped, value } = recording;
  const data = {
    lanes,
    duration,
    dropped,
    waits: longestWaits(recording, duration, MOST_WAITS),
    value: value === undefined ? "" : show(value),
    sources: sourcesOf(recording),
    words: pageWords[language],
  };
  yield `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${pageStyle}</style>
<h1>${escaped(title)}</h1>
<main id="page"></main>
<script type="application/json" id="data">{"events":`;
  for (const chunk of jsonOf(events)) yield inScript(chunk);
  yield `,${inScript(JSON.stringify(data).slice(1))}</script>
<script>${pageScript}</script>
</html>
`;
}

/** JSON that does not end the script in which it stands. */
function inScript(json: string): string {
  return json.replaceAll("<", "\\u003c");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** The text of each file that an event names, as far as it can be read. */
function sourcesOf({ events }: Recording): Record<string, string> {
  const sources: Record<string, string> = {};
  for (const { place } of events) {
    const file = place?.replace(/:\d+$/, "");
    if (file === undefined || file in sources) continue;
    const text = textOf(file);
    if (text !== undefined) sources[file] = text;
  }
  return sources;
}

function textOf(file: string): string | undefined {
  try {
    const path = file.startsWith("file:") ? fileURLToPath(file) : file;
    if (!existsSync(path)) return undefined;
    const text = readFileSync(path, "utf8");
    return text.length > LARGEST_SOURCE ? undefined : text;
  } catch {
    return undefined; // without permission to read, there is no source
  }
}
