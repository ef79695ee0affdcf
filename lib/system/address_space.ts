/** How much address space there is to reserve, where it is limited (`ulimit -v`, some containers). */

import { readFileSync } from "node:fs";

/**
 * What four threads need beside what is reserved: an isolate of Node 26 takes 840 MiB of address space
 * (measured; nearly none of it is memory), one of Node 20 half of that.
 */
const FOR_THREADS = 4 * 880 * 2 ** 20;

/** Bytes that may be reserved without taking from the threads to come; Infinity where nothing is limited. */
export function spareAddressSpace(): number {
  try {
    const limits = readFileSync("/proc/self/limits", "utf8");
    const limit = Number(/^Max address space +(\d+)/m.exec(limits)?.[1] ?? Infinity);
    if (limit === Infinity) return Infinity;
    const used = Number(/^VmSize:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))![1]) *
      1024;
    return Math.max(0, limit - used - FOR_THREADS);
  } catch {
    return Infinity; // not Linux, or not ours to read: then it is tried
  }
}
