/** The command `interleave worker`: serves the tasks of distributed pools until it is told to leave. */

import { env, exit, onSignal, setExitCode, terminal } from "../runtime/current.ts";
import { write } from "../system/output.ts";
import { describeError } from "../describe_error.ts";
import { ConnectionError, RuntimeError } from "../errors.ts";
import type { Settings } from "../distributed/serve_options.ts";
import { type Language, localeLanguage, type Text } from "../lesson/language.ts";
import { readWorkerWish, workerHelp } from "./worker_flags.ts";
import { failureIn, refusalIn } from "./worker_words.ts";

const CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** Does what the words after `worker` say; sets what the program exits with. */
export async function worker(words: readonly string[]): Promise<void> {
  const wish = readWorkerWish(words, localeLanguage(env));
  const { language } = wish;
  if ("help" in wish) {
    return write(1, workerHelp(language, terminal(1).isTTY ? terminal(1).columns : 100));
  }
  if ("wrong" in wish) return await refuse(wish.wrong, language, words.includes("--json"));
  const { options } = wish;
  await import("../distributed.ts");
  const { serveTelling } = await import("../distributed/serve.ts");
  const { settingsOf } = await import("../distributed/serve_options.ts");
  const { teller } = await import("../distributed/tell.ts");
  const leave = new AbortController();
  let settings: Settings;
  try {
    settings = settingsOf({ ...options, signal: leave.signal });
  } catch (error) {
    const address = options.url ?? env("INTERLEAVE_URL") ?? "";
    const wrong = refusalIn((error as Error).message, options, address);
    return await refuse(wrong, language, options.json === true);
  }
  const tell = teller(settings.name, settings.json, language);
  // BullMQ warns of an old Redis, and of one that drops keys: this program's lines have one form.
  Object.assign(console, {
    warn: (text: unknown) => tell("warning", { en: String(text), zh: String(text) }),
  });
  const ignored = (["SIGINT", "SIGTERM"] as const).map((signal) =>
    onSignal(signal, () => {
      if (leave.signal.aborted) exit(CODES[signal]);
      leave.abort();
    })
  );
  try {
    await serveTelling(settings, tell);
  } catch (error) {
    const known = error instanceof ConnectionError || error instanceof RuntimeError;
    const text = failureIn(known ? `${error.name}: ${error.message}` : describeError(error));
    if (settings.json) tell("failed", text);
    else write(2, `interleave worker: ${text[language]}\n`);
    setExitCode(1);
  } finally {
    for (const forget of ignored) forget();
  }
}

async function refuse(sentence: Text, language: Language, json: boolean): Promise<void> {
  setExitCode(2);
  const see = {
    en: "See interleave worker --help",
    zh: "用法见 interleave worker --help --lang zh",
  };
  if (!json) return write(2, `interleave worker: ${sentence[language]}\n${see[language]}\n`);
  const { teller } = await import("../distributed/tell.ts");
  const { usualName } = await import("../distributed/serve_options.ts");
  teller(usualName(), true, language)("usage", {
    en: `${sentence.en}. ${see.en}`,
    zh: `${sentence.zh}。${see.zh}`,
  });
}
