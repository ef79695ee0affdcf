/** Standard input line by line, for questions that the terminal itself lets a person edit. */

import process from "node:process";

export interface Lines {
  /** The next line without its end, or undefined when nothing more will come. */
  next(signal: AbortSignal): Promise<string | undefined>;
  /** Reads no more: the program may end. */
  close(): void;
}

/** Reads lines; what comes before somebody asks waits. */
export function lineReader(): Lines {
  const { stdin } = process;
  let text = "", ended = false;
  let wake = () => {};
  const data = (chunk: string) => {
    text += chunk;
    wake();
  };
  const end = () => {
    ended = true;
    wake();
  };
  stdin.setEncoding("utf8");
  stdin.on("data", data).on("end", end);
  return {
    async next(signal) {
      stdin.resume();
      const abort = () => wake();
      signal.addEventListener("abort", abort);
      try {
        for (;;) {
          signal.throwIfAborted();
          const found = /\r\n|\n|\r/.exec(text);
          if (found) {
            const line = text.slice(0, found.index);
            text = text.slice(found.index + found[0].length);
            return line;
          }
          if (ended) {
            const rest = text;
            text = "";
            return rest === "" ? undefined : rest;
          }
          await new Promise<void>((resolve) => wake = resolve);
        }
      } finally {
        signal.removeEventListener("abort", abort);
        stdin.pause();
      }
    },
    close() {
      stdin.off("data", data).off("end", end).pause();
    },
  };
}
