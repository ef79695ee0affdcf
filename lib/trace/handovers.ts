/** Which release between processes came before which acquire, as their broker had them in order. */

import type { End, Timed } from "./clocks.ts";
import { SHARED } from "./identify.ts";
import { Mark, Operation } from "./operations.ts";
import type { Taken } from "./tape.ts";

/** One turn of a lock: which one it was, when it began, and when it was over, if that is known. */
interface Turn {
  readonly number: number;
  readonly acquired: End;
  freed?: End;
}

/** What a process has of a lock; without a turn it is not known which one that is. */
interface Having {
  turn?: Turn | undefined;
  depth: number;
}

/**
 * The broker numbers the turns of a lock, so whoever acquires it does so after the turn before was over. Of
 * a semaphore it numbers the releases, and says to who acquires which was the last one before.
 *
 * A lock that was released by another process than its holder is left out: it is not known whose turn ended.
 */
export function* handovers(tapes: readonly Timed[]): Iterable<[cause: End, effect: End]> {
  const turns = new Map<string, Turn[]>(), strange = new Set<string>();
  const releases = new Map<string, End>(), acquires: [release: string, got: End][] = [];
  for (const { pid, texts, operations } of tapes) {
    const had = new Map<string, Having>();
    for (const [{ kind, object, from, to }, number] of inOrder(operations)) {
      const [key, type] = texts[object - 1] as [string, string];
      if (!key.startsWith(SHARED)) continue;
      const having = had.get(key);
      if (kind === Operation.woken) {
        // A condition has given its lock back and got it again, in a turn that nobody knows.
        if (type !== "Event" && type !== "Barrier") {
          for (const each of had.values()) delete each.turn;
        }
      } else if (type !== "Lock" && type !== "RLock") {
        if (number === 0) continue;
        const release = `${key} ${number}`;
        if (kind === Operation.released) releases.set(release, { pid, time: from });
        else acquires.push([release, { pid, time: to }]);
      } else if (kind === Operation.acquired) {
        if (number === 0) {
          if (having) having.depth++;
          else had.set(key, { depth: 1 }); // again, after a condition
          continue;
        }
        const turn = { number, acquired: { pid, time: to } };
        had.set(key, { turn, depth: 1 });
        const known = turns.get(key);
        if (known) known.push(turn);
        else turns.set(key, [turn]);
      } else if (!having) strange.add(key);
      else if (--having.depth === 0) {
        if (having.turn) having.turn.freed = { pid, time: from };
        had.delete(key);
      }
    }
  }
  for (const [release, got] of acquires) {
    const by = releases.get(release);
    if (by) yield [by, got];
  }
  for (const [key, all] of turns) {
    if (strange.has(key)) continue;
    let last: End | undefined;
    for (const { acquired, freed } of all.sort((a, b) => a.number - b.number)) {
      if (last) yield [last, acquired];
      last = freed ?? last;
    }
  }
}

const KINDS: ReadonlySet<number> = new Set([
  Operation.acquired,
  Operation.released,
  Operation.woken,
]);

/** What was done with locks, in the order in which it was in effect, each with the number it was given. */
function inOrder(operations: readonly Taken[]): [Taken, number: number][] {
  const found: [Taken, number][] = [];
  let number = 0;
  for (const each of operations) {
    const { kind, to, marks } = each;
    if (KINDS.has(kind) && (marks & (Mark.gaveUp | Mark.failed | Mark.open)) === 0) {
      found.push([each, number]);
    }
    number = kind === Operation.item ? to : 0;
  }
  return found.sort(([a], [b]) => a.sequence - b.sequence);
}
