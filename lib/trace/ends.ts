/** Where lanes end that cannot say so themselves: those of processes that were killed, and of cancelled tasks. */

import type { Done, Track } from "./merge.ts";
import { Operation } from "./operations.ts";

/**
 * A process that was killed cannot say when it ended: its parent saw it, which `gone` says by their numbers.
 * The answer is whose lanes end so. `done` is in order.
 */
export function leave(
  tracks: readonly Track[],
  done: readonly Done[],
  gone: ReadonlyMap<number, number>,
): Set<number> {
  const seen = withOrphans(tracks, done, gone), left = new Set<number>();
  for (const [lane, track] of tracks.entries()) {
    const end = seen.get(track.process);
    if (track.ended !== null || end === undefined || (track.full && end > track.until)) continue;
    track.ended = Math.min(end, track.until);
    track.failed = track.kind === "process";
    left.add(lane);
  }
  return left;
}

/** A child is bound to the process that started it: nobody sees its end, which is that of its parent. */
function withOrphans(
  tracks: readonly Track[],
  done: readonly Done[],
  gone: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> {
  const all = new Map(gone), processes = new Map(tracks.map(({ key, process }) => [key, process]));
  for (const { kind, lane, thing } of done) {
    if (kind !== Operation.started || thing?.type !== "Process") continue;
    const end = all.get(tracks[lane]!.process), child = processes.get(thing.key);
    if (end !== undefined && child !== undefined && !all.has(child)) all.set(child, end);
  }
  return all;
}

/** What is open lasts to the end of the recording, unless its lane is killed or cancelled: then to that. */
export function goOn(
  tracks: readonly Track[],
  done: readonly Done[],
  left: ReadonlySet<number>,
): void {
  for (const each of done) {
    const { kind, ended } = tracks[each.lane]!;
    if (each.open && (kind === "task" || left.has(each.lane))) each.to = ended ?? Infinity;
  }
}
