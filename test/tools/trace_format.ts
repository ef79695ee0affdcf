/** Checks a file against the Trace Event Format: what Perfetto would refuse, or draw wrongly. */

interface Entry {
  readonly ph: string;
  readonly name?: string;
  readonly cat?: string;
  readonly id?: string | number;
  readonly ts?: number;
  readonly dur?: number;
  readonly pid: number;
  readonly tid?: number;
  readonly args?: Readonly<Record<string, unknown>>;
}

const PHASES = new Set(["M", "X", "i", "b", "e", "s", "f", "C"]);

/** A trace, parsed, and what is wrong with it. */
export interface Checked {
  readonly entries: readonly Entry[];
  readonly problems: readonly string[];
}

export function checked(json: string): Checked {
  const { traceEvents } = JSON.parse(json) as { traceEvents: Entry[] };
  const problems = [
    ...shapes(traceEvents),
    ...order(traceEvents),
    ...names(traceEvents),
    ...nesting(traceEvents),
    ...pairs(traceEvents),
    ...flows(traceEvents),
    ...counters(traceEvents),
  ];
  return { entries: traceEvents, problems };
}

function* shapes(entries: readonly Entry[]): Iterable<string> {
  for (const entry of entries) {
    const { ph, ts, dur, pid, tid, name } = entry;
    const text = JSON.stringify(entry);
    if (!PHASES.has(ph)) yield `unknown phase: ${text}`;
    if (!Number.isInteger(pid)) yield `no process: ${text}`;
    if (ph !== "C" && !Number.isInteger(tid)) yield `no thread: ${text}`;
    if (typeof name !== "string" || name === "") yield `no name: ${text}`;
    if (ph !== "M" && !(typeof ts === "number" && ts >= 0)) yield `no time: ${text}`;
    if (ph === "X" && !(typeof dur === "number" && dur >= 0)) yield `no duration: ${text}`;
  }
}

function* order(entries: readonly Entry[]): Iterable<string> {
  let last = 0;
  for (const { ph, ts } of entries) {
    if (ph === "M") continue;
    if (ts! < last) yield `${ts} stands after ${last}`;
    last = ts!;
  }
}

const lane = ({ pid, tid }: Entry) => `${pid}/${tid}`;

function* names(entries: readonly Entry[]): Iterable<string> {
  const named = new Set(entries.filter(({ name }) => name === "thread_name").map(lane));
  const processes = new Set(
    entries.filter(({ name }) => name === "process_name").map(({ pid }) => pid),
  );
  for (const entry of entries) {
    if (entry.tid !== undefined && !named.has(lane(entry))) yield `lane ${lane(entry)} has no name`;
    if (!processes.has(entry.pid)) yield `process ${entry.pid} has no name`;
  }
}

/** Slices of a lane lie within each other or apart. */
function* nesting(entries: readonly Entry[]): Iterable<string> {
  const open = new Map<string, number[]>();
  for (const entry of entries) {
    if (entry.ph !== "X") continue;
    const stack = open.get(lane(entry)) ?? [], end = entry.ts! + entry.dur!;
    while (stack.length > 0 && stack.at(-1)! <= entry.ts! + 0.0005) stack.pop();
    if (stack.length > 0 && end > stack.at(-1)! + 0.002) {
      yield `${entry.name} ends at ${end}, after what it lies in (${stack.at(-1)})`;
    }
    stack.push(end);
    open.set(lane(entry), stack);
  }
}

/** Each "b" has an "e" of the same category and id, not before it. */
function* pairs(entries: readonly Entry[]): Iterable<string> {
  const open = new Map<string, Entry>();
  for (const entry of entries) {
    const key = `${entry.cat} ${entry.id}`;
    if (entry.ph === "b") {
      if (open.has(key)) yield `${key} begins twice`;
      open.set(key, entry);
    } else if (entry.ph === "e") {
      if (!open.delete(key)) yield `${key} ends and never began`;
    }
  }
  for (const key of open.keys()) yield `${key} never ends`;
}

/** Each arrow has one start and one end, in this order of time, both within a slice of their lane. */
function* flows(entries: readonly Entry[]): Iterable<string> {
  const starts = new Map<unknown, Entry>();
  const inSlice = (flow: Entry) =>
    entries.some((entry) =>
      entry.ph === "X" && lane(entry) === lane(flow) && entry.ts! <= flow.ts! + 0.001 &&
      entry.ts! + entry.dur! >= flow.ts! - 0.001
    );
  for (const entry of entries) {
    if (entry.ph === "s") {
      if (starts.has(entry.id)) yield `arrow ${entry.id} starts twice`;
      starts.set(entry.id, entry);
    }
    if ((entry.ph === "s" || entry.ph === "f") && !inSlice(entry)) {
      yield `arrow ${entry.id} touches no slice at ${entry.ts}`;
    }
  }
  for (const entry of entries) {
    if (entry.ph !== "f") continue;
    const start = starts.get(entry.id);
    if (!start) yield `arrow ${entry.id} has no start`;
    else if (start.ts! > entry.ts!) yield `arrow ${entry.id} goes back in time`;
    starts.delete(entry.id);
  }
  for (const id of starts.keys()) yield `arrow ${id} has no end`;
}

function* counters(entries: readonly Entry[]): Iterable<string> {
  for (const { ph, args, name } of entries) {
    if (ph !== "C") continue;
    for (const value of Object.values(args ?? {})) {
      if (!(typeof value === "number" && value >= 0)) yield `${name} counts ${value}`;
    }
  }
}
