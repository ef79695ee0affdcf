/** Virtual time, as an exploration lets it pass: only where nobody can go on. */

import { Root, Slot, Status } from "../memory/slots.ts";
import { putTime } from "../memory/virtual_time.ts";
import { memory } from "../system/shared.ts";
import { canExpire, deadlineOf, isFree, now, root, word } from "./standing.ts";
import { count } from "./turns.ts";

/**
 * Lets time pass until somebody is due: those whose wait expires, or nobody where sleepers go on by
 * themselves. Undefined if nobody ever is.
 */
export function passTime(): number[] | undefined {
  const due: number[] = [];
  for (let thread = 0; thread < count(); thread++) {
    if (sleeps(thread) || canExpire(thread)) due.push(thread);
  }
  if (due.length === 0) return undefined;
  const time = Math.min(...due.map(deadlineOf));
  if (time > now()) {
    putTime(root + Root.now, time);
    memory[root + Root.version]!++; // whoever looks at the clock sees something else
  }
  const first = due.filter((thread) => deadlineOf(thread) <= now());
  return first.some(sleeps) ? [] : first;
}

function sleeps(thread: number): boolean {
  return word(thread, Slot.status) === Status.asleep && deadlineOf(thread) >= 0 && isFree(thread);
}
