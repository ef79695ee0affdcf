/** A picture in words, for whoever hears it or reads it in a log: a line for each lane. */

import { type Lane, LIGHT, type Picture, type Span } from "./lanes.ts";
import type { Language } from "./language.ts";
import { rounded } from "./clock.ts";

/** More lanes than these are not told one by one, nor more pieces of a lane. */
const MOST_LANES = 8, MOST_SPANS = 6;

/**
 * May nothing be drawn? A screen reader would read a bar block by block. `ACCESSIBLE=1` says so and
 * `ACCESSIBLE=0` the opposite; else a terminal that can do nothing does.
 */
export function wantsWords(reading: (name: string) => string | undefined): boolean {
  const wish = reading("ACCESSIBLE");
  return wish === "1" || (wish !== "0" && reading("TERM") === "dumb");
}

/** What a piece is filled with, as the legend names it. */
function marked({ mark }: Span, mixed: boolean, language: Language): string {
  if (mark === LIGHT) return { en: "light ", zh: "浅色 " }[language];
  if (mark !== undefined) return `${mark} `;
  return mixed ? { en: "dark ", zh: "深色 " }[language] : "";
}

function told({ name, spans }: Lane, turns: boolean, mixed: boolean, language: Language): string {
  const colon = language === "zh" ? "：" : ": ", between = language === "zh" ? "，" : ", ";
  if (spans.length === 0) return `${name}${colon}${{ en: "nothing", zh: "无" }[language]}`;
  const pieces = spans.slice(0, MOST_SPANS).map((span) => {
    const from = rounded(span.from), to = rounded(span.to);
    const what = marked(span, mixed, language);
    // A turn is one place in a row: the first is number 1.
    if (turns && to - from === 1) return `${what}${{ en: "at", zh: "第" }[language]} ${to}`;
    const first = turns ? from + 1 : from, unit = turns ? "" : " s";
    return `${what}${{ en: `${first} to ${to}`, zh: `${first} 到 ${to}` }[language]}${unit}`;
  });
  const more = spans.length - pieces.length;
  if (more > 0) pieces.push({ en: `and ${more} more`, zh: `还有 ${more} 段` }[language]);
  return `${name}${colon}${pieces.join(between)}`;
}

/** The lines that say what `picture` shows. */
export function toldPicture({ lanes, turns = false }: Picture, language: Language): string[] {
  const mixed = lanes.some(({ spans }) => spans.some(({ mark }) => mark === LIGHT));
  if (!lanes.some(({ spans }) => spans.some(({ to }) => to > 0))) return [];
  const lines = lanes.slice(0, MOST_LANES).map((lane) => told(lane, turns, mixed, language));
  const more = lanes.length - lines.length;
  return more > 0 ? [...lines, { en: `and ${more} more`, zh: `还有 ${more} 行` }[language]] : lines;
}
