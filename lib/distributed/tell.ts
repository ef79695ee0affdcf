/** The lines that a worker writes for whoever looks after it: one for each change of its state. */

import { write } from "../system/output.ts";

/** Says that something has happened. */
export type Tell = (event: string, text: string) => void;

/** Lines on standard error, as text or as JSON. */
export function teller(worker: string, json: boolean): Tell {
  return (event, text) => {
    const time = new Date().toISOString();
    const oneLine = text.replace(/\s*\n\s*/g, " ");
    write(
      2,
      json
        ? `${JSON.stringify({ time, worker, event, message: oneLine })}\n`
        : `interleave worker ${worker}: ${oneLine}\n`,
    );
  };
}
