/** Are file descriptors left? What a thread or a process takes in vain is told late, or by a crash. */

import { closeSync, openSync } from "node:fs";
import { mayRead } from "../runtime/current.ts";

const NOTHING = "/dev/null";

/**
 * Are at least `count` file descriptors free? Also where that cannot be seen: on Windows, and where
 * Deno would have to ask.
 */
export function descriptorsFree(count: number): boolean {
  if (!mayRead(NOTHING)) return true;
  const opened: number[] = [];
  try {
    while (opened.length < count) opened.push(openSync(NOTHING, "r"));
    return true;
  } catch (error) {
    return !/^E[MN]FILE$/.test((error as { code?: string }).code ?? "");
  } finally {
    for (const descriptor of opened) closeSync(descriptor);
  }
}
