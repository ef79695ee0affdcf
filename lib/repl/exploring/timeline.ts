/** A schedule of the explorer, drawn as the timeline of a run is: a step takes the place of time. */

import type { Failure, Step } from "../../explore.ts";
import { stepScale } from "../../trace/scale.ts";
import {
  type Drawn,
  type DrawnLane,
  type Piece,
  timeline,
  type TimelineOptions,
} from "../../trace/timeline.ts";
import type { TraceEvent } from "../../trace/types.ts";

/** What was done, and how it goes on for ever, if it does: an execution, or its failure. */
export type Schedule = Pick<Failure, "steps"> & Partial<Pick<Failure, "cycle" | "waits">>;

/** A piece of a lane, and what its thread wanted to do. */
type Stretch = { -readonly [K in keyof Piece]: Piece[K] } & { operation?: string };

const FIRST = "MainThread";

/** All steps: of an endless one the way into the circle, and the circle once. */
function stepsOf({ steps, cycle = [] }: Schedule): readonly Step[] {
  return [...steps, ...cycle];
}

/** The threads in order of their creation. */
function namesOf(steps: readonly Step[]): string[] {
  const names = new Set<string>();
  for (const { choices } of steps) for (const { thread } of choices) names.add(thread);
  const first = names.has(FIRST) ? [FIRST] : []; // its calls, where it is asynchronous, come late
  return [...new Set([...first, ...names])];
}

/** What is drawn of a schedule: in each step who runs, who could, and who waits for what and whom. */
export function drawnOf(schedule: Schedule): Drawn {
  const steps = stepsOf(schedule), names = namesOf(steps);
  const lanes = names.map((name) => ({ name, spans: stretchesOf(name, names, schedule) }));
  // The first events are the steps: what let somebody go on is one of them.
  const events: TraceEvent[] = steps.map(({ thread }, time) => ({
    kind: "running",
    lane: names.indexOf(thread),
    time,
  }));
  for (const [lane, { spans }] of lanes.entries()) {
    events.push(...waitsOf(lane, spans, steps, names));
  }
  return { lanes, events, dropped: 0, duration: Math.max(0, ...lanes.map(endOf)) };
}

function endOf({ spans }: DrawnLane): number {
  return spans.at(-1)?.to ?? 0;
}

function stretchesOf(name: string, names: readonly string[], schedule: Schedule): Stretch[] {
  const stretches: Stretch[] = [], steps = stepsOf(schedule);
  const put = (from: number, next: Pick<Stretch, "state" | "object" | "operation">, by = "") => {
    const last = stretches.at(-1), holder = names.indexOf(by);
    if (last?.to === from && last.state === next.state && last.object === next.object) {
      last.to++;
      if (holder >= 0) last.holder ??= holder;
    } else {
      stretches.push({ ...next, from, to: from + 1, ...(holder < 0 ? {} : { holder }) });
    }
  };
  for (const [at, { thread, choices }] of steps.entries()) {
    const mine = choices.filter((choice) => choice.thread === name);
    const [wait] = mine;
    if (thread === name) put(at, { state: "running" });
    else if (mine.some(({ enabled }) => enabled)) put(at, { state: "ready" });
    else if (wait?.operation === "sleep") put(at, { state: "sleeping" });
    else if (wait) put(at, waiting(wait), holderOf(wait.object, wait.waitsFor));
  }
  // A wait that never ends is seen to: it has a place of its own behind the last step. It is for whoever
  // holds the object in the end, not for who held it first.
  for (const wait of schedule.waits ?? []) {
    if (wait.thread !== name) continue;
    const by = holderOf(wait.object, wait.holder);
    put(steps.length, waiting(wait), by);
    if (by !== "") stretches.at(-1)!.holder = names.indexOf(by);
  }
  return stretches;
}

function waiting(
  { operation, object }: { readonly operation: string; readonly object: string | null },
): Pick<Stretch, "state" | "object" | "operation"> {
  return { state: "waiting", operation, ...(object === null ? {} : { object }) };
}

/** Who is waited for, if it is not the object itself. */
function holderOf(object: string | null, by: string | null): string {
  return by === null || by === object ? "" : by;
}

/** The waits of a lane, and where it went on because another one let it. */
function waitsOf(
  lane: number,
  spans: readonly Stretch[],
  steps: readonly Step[],
  names: readonly string[],
): TraceEvent[] {
  return spans.flatMap(({ state, from, to, object, holder, operation }, at) => {
    if (state !== "waiting" || object === undefined) return [];
    const ofEnd = operation === "join" && names.includes(object); // one joins queues, too
    const wait: TraceEvent = {
      kind: "waiting",
      lane,
      time: from,
      until: to > steps.length ? null : to,
      object,
      ...(ofEnd ? { type: "Thread" } : {}),
      ...(holder === undefined ? {} : { holder }),
    };
    const next = spans.slice(at + 1).find(({ state }) => state !== "ready");
    const step = next && steps[next.from];
    const gaveUp = step?.value === false && ["acquire", "wait"].includes(step.operation);
    if (ofEnd || gaveUp || next?.state !== "running") return [wait];
    return [wait, { kind: "woken", lane, time: next.from, object, cause: to - 1 }];
  });
}

/** The schedule as lines of text for a terminal; none where nothing was done. */
export function drawSchedule(schedule: Schedule, options: TimelineOptions): string[] {
  const drawn = drawnOf(schedule);
  if (drawn.duration === 0) return [];
  const many = stepsOf(schedule).length;
  return timeline(drawn, options, (text) => stepScale(many, text)).split("\n");
}
