/** What a trace must show of pools, locks and queues, whichever program was traced. */

import * as assert from "uvu/assert";
import type { Checked } from "./trace_format.ts";

/** Never more than `most` tasks of a pool at once, and `all` of them. */
export function tasksAtOnce({ entries }: Checked, most: number, all: number): void {
  const tasks = entries.filter(({ cat, ph }) => cat === "task" && (ph === "b" || ph === "e"));
  assert.is(tasks.filter(({ ph }) => ph === "b").length, all);
  let now = 0;
  for (const { ph } of tasks) {
    now += ph === "b" ? 1 : -1;
    assert.ok(now <= most, `${now} at once`);
  }
}

/** Never two that hold `lock`; who held it, one after the other. */
export function holdersOf({ entries }: Checked, lock: string): string[] {
  const holders: string[] = [];
  let held = false;
  for (const { cat, ph, name } of entries) {
    if (cat !== lock || (ph !== "b" && ph !== "e")) continue;
    assert.is(held, ph === "e", "two hold it at once");
    held = ph === "b";
    if (held) holders.push(name!.replace(/^held by /, ""));
  }
  return holders;
}

/** `all` arrows from a put to a later get, each from one lane to another. The counter is never wrong. */
export function itemsGoOn({ entries }: Checked, all: number): void {
  const arrows = entries.filter(({ name }) => name === "put to got");
  const ends = arrows.filter(({ ph }) => ph === "f");
  assert.is(ends.length, all);
  const starts = new Map(arrows.filter(({ ph }) => ph === "s").map((entry) => [entry.id, entry]));
  assert.is(new Set([...starts.values()].map(({ ts, pid }) => `${ts} ${pid}`)).size, all);
  for (const { id, ts, pid } of ends) {
    assert.ok(starts.get(id)!.ts! <= ts!);
    assert.is.not(starts.get(id)!.pid, pid);
  }
  for (const { ph, args } of entries) if (ph === "C") assert.ok(args!["items"] as number >= 0);
}
