/** How schedules are laid out here: their steps, and their lanes below. */

import { coloured, isAscii, room } from "../../lesson/style.ts";
import type { Language } from "../../lesson/language.ts";
import { drawSchedule, type Schedule } from "./timeline.ts";

/** How it is to be said. */
export interface Setting {
  readonly language: Language;
  readonly plain: boolean;
}

/** So wide is the narrow form of a schedule, one fact a line. */
const NARROW = 59;

/** What `format` has to know. */
export function layout({ language, plain }: Setting) {
  const columns = plain ? NARROW : Math.min(room(1), 100);
  return { columns, colour: !plain && coloured(1), language };
}

/** The lanes of a schedule, with a line before them; nothing for a screen reader: the steps say it all. */
export function picture(schedule: Schedule | null, setting: Setting): string[] {
  if (!schedule || setting.plain) return [];
  const lines = drawSchedule(schedule, { ...layout(setting), ascii: isAscii() });
  return lines.length > 0 ? ["", ...lines] : [];
}
