/** Lessons as the tests run them. */

import type { AnyLesson, Language } from "../../lib/lesson.ts";
import { lessons } from "../../scripts/index.ts";
import { spawnScript } from "../kit.ts";

/** Those that can run here; that a Redis must be there on CI is said by the suites that need one. */
export const runnable: readonly AnyLesson[] = lessons.filter(({ missing }) =>
  missing?.() === undefined
);

/** Values with which each lesson is over soon. */
export const light: Readonly<Record<string, readonly string[]>> = {
  sync_async: ["--tasks", "2", "--delay", "0.01"],
  thread: ["--threads", "1", "--rows", "1", "--delay", "0.01"],
  lock: ["--threads", "2", "--iterations", "100"],
  race: ["--times", "2", "--runs", "3"],
  atomic: ["--threads", "2", "--times", "100", "--seats", "10"],
  deadlock: ["--transfers", "2", "--delay", "0.01"],
  philosophers: ["--seats", "3", "--meals", "2", "--delay", "0.01"],
  livelock: ["--transfers", "1", "--delay", "0"],
  condition: ["--consumers", "2", "--items", "2", "--delay", "0.01"],
  semaphore: ["--guests", "3", "--delay", "0.01"],
  barrier: ["--threads", "2", "--phases", "2", "--delay", "0.01"],
  process: ["--processes", "1", "--delay", "0"],
  pool: ["--pool", "2", "--tasks", "2", "--delay", "0.01"],
  queue: ["--items", "4", "--delay", "0"],
  pipe: ["--questions", "2", "--delay", "0.01"],
  shared_value: ["--processes", "2", "--times", "3"],
  clean_stop: ["--workers", "2", "--delay", "0.02"],
  speedup: ["--workers", "2", "--millions", "1"],
  grain: ["--tasks", "4", "--largest", "100"],
  io_or_cpu: ["--jobs", "2", "--wait", "0.02", "--work", "0.02"],
  coroutine: ["--counter", "2", "--delay", "0"],
  event_loop: ["--tasks", "2", "--steps", "2", "--delay", "0"],
  blocking_loop: ["--work", "0.02", "--tick", "0.01"],
  async_race: ["--clerks", "2", "--delay", "0.01"],
  cancel: ["--items", "3", "--delay", "0.01", "--timeout", "0.02"],
  machines: ["--machines", "2", "--tasks", "2", "--delay", "0.01"],
  distance: ["--tasks", "100", "--chunk", "10"],
  socket: ["--messages", "3", "--size", "8"],
};

/** An environment in which a program speaks `language`. */
export function inLanguage(language: Language): Record<string, string | undefined> {
  return {
    LC_ALL: { en: "C.UTF-8", zh: "zh_CN.UTF-8" }[language],
    NO_COLOR: undefined,
    FORCE_COLOR: undefined,
  };
}

/** What a lesson printed with --json, what it told people meanwhile, and how it ended. */
export interface JsonRun {
  // Each lesson has facts of its own; the test that reads them knows which.
  // deno-lint-ignore no-explicit-any
  readonly result: Record<string, any>;
  readonly held: boolean;
  readonly elapsed: number;
  readonly parameters: Record<string, unknown>;
  readonly people: string;
  readonly code: number | null;
}

/** Runs a lesson with --json, in English. */
export async function runJson(name: string, args: readonly string[]): Promise<JsonRun> {
  const ended = await spawnScript(`scripts/${name}.ts`, {
    args: [...args, "--json"],
    env: inLanguage("en"),
    deadline: 60_000,
  });
  if (!ended.stdout.startsWith("{")) throw new Error(`${name} gave no result:\n${ended.output}`);
  if (ended.leftBehind > 0) throw new Error(`${name} left ${ended.leftBehind} processes behind`);
  return { ...JSON.parse(ended.stdout), people: ended.stderr, code: ended.code };
}

/** How many sentences `text` has. */
export function sentences(text: string, language: Language): number {
  return text.match({ en: /[.?!](?=\s+[A-Z]|$)/g, zh: /[。？！]/g }[language])?.length ?? 0;
}
