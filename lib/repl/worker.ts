/** The command `interleave worker`: serves the tasks of distributed pools until it is told to leave. */

import { env, exit, onSignal, setExitCode, terminal } from "../runtime/current.ts";
import { write } from "../system/output.ts";
import { describeError } from "../describe_error.ts";
import { ConnectionError, RuntimeError } from "../errors.ts";
import { localeLanguage } from "../lesson/language.ts";
import { readWorkerWish, workerHelp } from "./worker_flags.ts";

const CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** Does what the words after `worker` say; sets what the program exits with. */
export async function worker(words: readonly string[]): Promise<void> {
  const wish = readWorkerWish(words, localeLanguage(env));
  if ("help" in wish) {
    return write(1, workerHelp(wish.language, terminal(1).isTTY ? terminal(1).columns : 100));
  }
  if ("wrong" in wish) return refuse(wish.wrong);
  const { options } = wish;
  const { serve } = await import("../distributed.ts");
  const { settingsOf } = await import("../distributed/serve_options.ts");
  try {
    settingsOf(options);
  } catch (error) {
    return refuse((error as Error).message.replace(/^Cannot serve: /, ""));
  }
  const leave = new AbortController();
  const ignored = (["SIGINT", "SIGTERM"] as const).map((signal) =>
    onSignal(signal, () => {
      if (leave.signal.aborted) exit(CODES[signal]);
      leave.abort();
    })
  );
  try {
    await serve({ ...options, signal: leave.signal });
  } catch (error) {
    const known = error instanceof ConnectionError || error instanceof RuntimeError;
    const text = known ? `${error.name}: ${error.message}` : describeError(error);
    write(2, `interleave worker: ${text}\n`);
    setExitCode(1);
  } finally {
    for (const forget of ignored) forget();
  }
}

function refuse(sentence: string): void {
  write(2, `interleave worker: ${sentence}\nSee interleave worker --help\n`);
  setExitCode(2);
}
