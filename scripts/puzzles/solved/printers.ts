/** Solution: three jobs, two printers. Never more than two may print at once, but two must be able to. */

import assert from "node:assert/strict";
import { Semaphore, Thread, Value } from "../../../lib/threading.ts";

export function print(printers: Semaphore, busy: Value, both: Value): void {
  printers.acquireSync();
  const now = busy.add(1) + 1;
  assert.ok(now <= 2, "there are only two printers");
  if (now === 2) both.value = 1;
  busy.add(-1);
  printers.release();
}

export function scenario(): string {
  const printers = new Semaphore(2, { name: "printers" }); // as many as there are printers
  const busy = new Value("int32", 0, { name: "busy" });
  const both = new Value("int32", 0, { name: "both were busy" });
  const jobs = [1, 2, 3].map(() => new Thread({ target: print, args: [printers, busy, both] }));
  for (const job of jobs) job.start();
  for (const job of jobs) job.joinSync();
  return both.value === 1 ? "two at once" : "one after the other";
}
