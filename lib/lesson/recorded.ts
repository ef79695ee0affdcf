/** What a lesson records of its run, if it is asked to: a timeline below it, and files. */

import { env, onExit, onFatal } from "../runtime/current.ts";
import { write } from "../system/output.ts";
import type { Recording } from "../trace/recording.ts";
import type { Language } from "./language.ts";
import { coloured, isAscii, room } from "./style.ts";
import { wantsWords } from "./told.ts";

/** What is wanted of the recording; without any there is none. */
export interface Wanted {
  readonly timeline: boolean;
  readonly trace?: string;
  readonly html?: string;
  readonly capacity: number;
}

const USUAL_WIDTH = 80, WIDEST = 120;

/** What a run gave and how it was recorded. */
export interface Run<R> {
  readonly result: R;
  /** The timeline. */
  readonly lines: readonly string[];
  /** Were all files written that were asked for? */
  readonly kept: boolean;
}

const wants = ({ timeline, trace, html }: Wanted) =>
  timeline || trace !== undefined || html !== undefined;

/** Why a lesson cannot record itself: it is recorded already. Undefined if it can. */
export function recordedTwice(wanted: Wanted, language: Language): string | undefined {
  if (!wants(wanted) || !env("INTERLEAVE_TRACE") && !env("INTERLEAVE_TRACE_TEXT")) return undefined;
  return {
    en: "--timeline, --trace and --html record the lesson, and INTERLEAVE_TRACE does so already: " +
      "take one of them",
    zh: "--timeline、--trace、--html 会记录这一课，INTERLEAVE_TRACE 已经在记录了：只用其中一种",
  }[language];
}

/** What `program` gives, and the lines of the timeline. The files are written however it ends. */
export async function recorded<R>(
  wanted: Wanted,
  title: string,
  language: Language,
  people: 1 | 2,
  program: () => Promise<R>,
): Promise<Run<R>> {
  const { timeline, trace, html, capacity } = wanted;
  if (!wants(wanted)) {
    return { result: await program(), lines: [], kept: true };
  }
  // Loaded here, because most runs need nothing of it.
  const { Session } = await import("../trace/session.ts");
  const { keep } = await import("../trace/file.ts");
  const session = new Session(capacity, html !== undefined);
  let recording: Recording | undefined, kept = true;
  const finish = (value: unknown, failed: boolean): Recording => {
    recording ??= session.finish(value, failed);
    for (const [file, form] of [[trace, "json"], [html, "html"]] as const) {
      if (file === undefined) continue;
      try {
        keep(recording, file, form, { title, language });
      } catch (error) {
        write(2, `${unwritable(file, (error as Error).message, language)}\n`);
        kept = false;
      }
    }
    return recording;
  };
  const forgets = [onExit, onFatal].map((on) => on(() => void finish(undefined, true)));
  const result = await program();
  for (const forget of forgets) forget();
  const whole = finish(result, false);
  if (!timeline) return { result, lines: [], kept };
  const columns = Math.min(room(people) < Infinity ? room(people) : USUAL_WIDTH, WIDEST);
  const text = whole.text({
    columns,
    colour: coloured(people),
    ascii: isAscii(),
    language,
    words: wantsWords(env),
  });
  return { result, lines: ["", ...text.split("\n")], kept };
}

function unwritable(file: string, why: string, language: Language): string {
  return {
    en: `The recording cannot be written to ${file}: ${why}`,
    zh: `记录无法写入 ${file}：${why}`,
  }[language];
}
