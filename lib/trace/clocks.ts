/** Brings the clocks of processes together: how far each is behind that of the first one. */

import { SENT } from "./doing.ts";
import { handovers } from "./handovers.ts";
import { processKey } from "./identify.ts";
import { Mark, Operation } from "./operations.ts";
import type { Taken } from "./tape.ts";

/** An effect comes so much after its cause at least, in ms: at the same time their order would not show. */
const AFTER = 0.001;

/** Less than this, in ms, is not worth a move. */
const LEAST = 1e-6;

/** What is needed of a tape. */
export interface Timed {
  readonly pid: number;
  readonly began: number;
  readonly texts: readonly unknown[];
  readonly operations: readonly Taken[];
}

/** An end of the way of an item or of a lock between processes. */
export interface End {
  readonly pid: number;
  readonly time: number;
}

/** What one process did let another do something: the clock of that is behind by at least so much more, in ms. */
interface Link {
  readonly cause: number;
  readonly effect: number;
  readonly least: number;
}

/**
 * How far the clock of each process is behind, in ms; less than 0: ahead. The clocks of processes are the
 * system's; they differ by what that was adjusted in between, and by how exactly a process takes it over
 * when it begins (Deno 2.9 under load: more than 1 ms). They are left alone unless something would happen
 * before its cause: a child begins before it was started, an item is got before it was put, or a lock is
 * acquired before it was released.
 */
export function offsets(tapes: readonly Timed[]): Map<number, number> {
  const { started, puts, gets } = causesIn(tapes);
  const family = new Family(), starts = new Map<number, Link>(), ways = new Map<string, Link>();
  for (const { pid, began } of tapes) {
    const start = started.get(processKey(pid));
    if (!start || start.pid === pid || starts.has(pid)) continue;
    starts.set(pid, { cause: start.pid, effect: pid, least: start.time - began + AFTER });
    family.parents.set(pid, start.pid);
  }
  const follows = (cause: End, effect: End) => {
    if (cause.pid === effect.pid) return;
    const way = `${cause.pid} ${effect.pid}`, least = cause.time - effect.time + AFTER;
    if (least <= (ways.get(way)?.least ?? -Infinity)) return;
    ways.set(way, { cause: cause.pid, effect: effect.pid, least });
  };
  for (const [item, got] of gets) {
    const put = puts.get(item);
    if (put) follows(put, got);
  }
  for (const [released, acquired] of handovers(tapes)) follows(released, acquired);
  const { behind } = family;
  const find = (pid: number): number => {
    const known = behind.get(pid);
    if (known !== undefined) return known;
    behind.set(pid, 0); // whoever is its own ancestor, by a number that was given twice
    const start = starts.get(pid);
    behind.set(pid, start ? find(start.cause) + Math.max(start.least, 0) : 0);
    return behind.get(pid)!;
  };
  for (const { pid } of tapes) find(pid);
  const links = [...starts.values(), ...ways.values()];
  for (let moved = true, left = behind.size; moved && left > 0; left--) {
    moved = false;
    for (const link of links) moved = family.satisfy(link, links) || moved;
  }
  return settled(behind, links, tapes[0]?.pid ?? 0);
}

/**
 * What is left if one process after the other was moved: all effects are, until no link is broken. What `first`
 * says holds for all in the end. Links that contradict each other are left.
 */
function settled(
  behind: Map<number, number>,
  links: readonly Link[],
  first: number,
): Map<number, number> {
  const moved = new Map(behind);
  for (let left = moved.size; left >= 0; left--) {
    let broken = false;
    for (const { cause, effect, least } of links) {
      const enough = (moved.get(cause) ?? 0) + least;
      if (moved.get(effect)! >= enough - LEAST) continue;
      moved.set(effect, enough);
      broken = true;
    }
    if (broken) continue;
    const own = moved.get(first)!;
    return new Map([...moved].map(([pid, each]) => [pid, each - own]));
  }
  return behind;
}

/** Processes, how far their clocks are behind, and whose children they are: those move with their parent. */
class Family {
  readonly behind = new Map<number, number>();
  readonly parents = new Map<number, number>();

  /**
   * Moves the cause sooner (not before its start), and if that is not enough the effect later, as far as no
   * other link is broken. True if one was moved.
   */
  satisfy(link: Link, links: readonly Link[]): boolean {
    const { cause, effect } = link;
    if (this.#room(link) > -LEAST) return false;
    const sooner = this.#move(cause, effect, -1, link, links);
    return this.#move(effect, cause, 1, link, links) || sooner;
  }

  #move(root: number, other: number, side: 1 | -1, link: Link, links: readonly Link[]): boolean {
    if (this.#isOf(other, root)) return false; // it would be moved with it
    const by = Math.min(-this.#room(link), this.#most(root, links, side));
    if (by < LEAST) return false;
    for (const [pid, behind] of this.behind) {
      if (this.#isOf(pid, root)) this.behind.set(pid, behind + side * by);
    }
    return true;
  }

  /** How much a process and its children can be moved to one side until a link is broken. */
  #most(root: number, links: readonly Link[], side: 1 | -1): number {
    let most = Infinity;
    for (const link of links) {
      const [own, other] = side > 0 ? [link.cause, link.effect] : [link.effect, link.cause];
      const room = this.#room(link);
      if (room >= 0 && this.#isOf(own, root) && !this.#isOf(other, root)) {
        most = Math.min(most, room);
      }
    }
    return most;
  }

  #room({ cause, effect, least }: Link): number {
    return this.behind.get(effect)! - (this.behind.get(cause) ?? 0) - least;
  }

  /** Is it that process, or a child of it, or of one of those? */
  #isOf(pid: number, root: number): boolean {
    const seen = new Set<number>();
    for (let at: number | undefined = pid; at !== undefined; at = this.parents.get(at)) {
      if (at === root) return true;
      if (seen.has(at)) return false;
      seen.add(at);
    }
    return false;
  }
}

function causesIn(tapes: readonly Timed[]) {
  const started = new Map<string, End>(), puts = new Map<number, End>();
  const gets: [item: number, got: End][] = [];
  for (const { pid, texts, operations } of tapes) {
    let item = 0;
    for (const { kind, object, from, to, marks } of operations) {
      if (kind === Operation.item) {
        item = to;
        continue;
      }
      if (kind === Operation.started) {
        const [key] = texts[object - 1] as [string] ?? [""];
        started.set(key, { pid, time: from });
      } else if (item >= SENT && (marks & Mark.open) === 0) {
        if (kind === Operation.put) puts.set(item, { pid, time: from });
        else if (kind === Operation.got) gets.push([item, { pid, time: to }]);
      }
      item = 0;
    }
  }
  return { started, puts, gets };
}
