/** Runs a lesson for the REPL: as a program of its own, in this terminal. */

import { CALLED, menu } from "../lesson/called.ts";
import { type Ended, startProgram } from "../system/programs.ts";
import type { Exits } from "./leave.ts";

/** Milliseconds in which this program's own signal follows that of the lesson, if it comes at all. */
const LATE = 500;

/** Milliseconds after the Ctrl-C that stops a lesson in which another is meant for the lesson, too. */
const CALM = 400;

/** Milliseconds after which another Ctrl-C means that the first was not enough. */
const PATIENCE = 1000;

/**
 * Runs the command `words` and shows what it prints as it prints it. Ctrl-C and other signals go to
 * the lesson, which ends its threads and processes; a second Ctrl-C ends it the hard way.
 *
 * @param more what it finds in its environment besides
 * @param plain is nothing to be drawn? undefined: as its environment says
 * @param takeResult ask the lesson for its result object too; its lines still come live
 */
export async function perform(
  words: readonly string[],
  takeResult: boolean,
  exits: Exits | undefined,
  plain?: boolean,
  more: Readonly<Record<string, string | undefined>> = {},
): Promise<Ended & { interrupted: boolean }> {
  const [file = "", ...args] = words;
  const program = startProgram(
    { file, args: takeResult ? [...args, "--json"] : args },
    {
      ...(takeResult ? { taken: "output" as const } : {}),
      env: {
        ...more,
        [CALLED]: menu,
        ...(plain === undefined ? {} : { ACCESSIBLE: plain ? "1" : "0" }),
      },
    },
  );
  let interruptedAt = 0;
  let arrived = () => {};
  exits?.redirect((signal) => {
    const now = performance.now();
    // npm passes a Ctrl-C on that the terminal has already sent: that is not a second one.
    const again = signal === "SIGINT" && interruptedAt > 0 && now - interruptedAt > PATIENCE;
    if (signal === "SIGINT" && interruptedAt === 0) {
      interruptedAt = now;
      exits.calm(CALM);
    }
    program.kill(again ? "SIGKILL" : signal);
    arrived();
  });
  try {
    const ended = await program.ended;
    const interrupted = ended.signal === "SIGINT" || ended.code === 130;
    // The terminal sends Ctrl-C to both, and the lesson may be over before this program has heard
    // of it: what is still on its way is not for the next prompt.
    if (exits && interrupted && interruptedAt === 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, LATE);
        arrived = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return { ...ended, interrupted: interrupted || interruptedAt > 0 };
  } finally {
    exits?.redirect(null);
  }
}

/** What a shell would say a program ended with. */
export function codeOf({ code, signal }: Pick<Ended, "code" | "signal">): number {
  const codes: Record<string, number> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGPIPE: 141 };
  return code ?? codes[signal ?? ""] ?? 1;
}

/** The result in what a lesson printed with --json, or undefined if it did not come to that. */
export function resultIn(output: string): unknown {
  try {
    const printed: unknown = JSON.parse(output);
    return typeof printed === "object" && printed !== null && "result" in printed
      ? printed.result
      : undefined;
  } catch {
    return undefined;
  }
}
