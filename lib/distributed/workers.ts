/** Which workers serve a queue: each says it in the name under which it is connected to Redis. */

import type { Redis } from "ioredis";
import { clientName } from "./engine.ts";

/** A worker of a distributed pool. */
export interface WorkerInfo {
  /** As it was started: `--name`. */
  readonly name: string;
  /** What it runs on. */
  readonly runtime: "node" | "deno" | "bun";
  /** How many tasks it runs at a time. */
  readonly processes: number;
}

/** The name, for Redis, of a worker; BullMQ puts the queue before it. */
export function nameOfWorker({ name, runtime, processes }: WorkerInfo): string {
  return `${encodeURIComponent(name).replaceAll("~", "%7E")}~${runtime}~${processes}`;
}

function parse(text: string): WorkerInfo | undefined {
  const [name, runtime, processes, ...more] = text.split("~");
  if (more.length > 0 || !Number.isSafeInteger(Number(processes))) return undefined;
  if (runtime !== "node" && runtime !== "deno" && runtime !== "bun") return undefined;
  try {
    return { name: decodeURIComponent(name!), runtime, processes: Number(processes) };
  } catch {
    return undefined;
  }
}

/** The names of all that is connected to Redis. */
export async function connectedTo(client: Redis): Promise<string[]> {
  const list = await client.client("LIST") as string;
  return [...list.matchAll(/(?:^|\s)name=(\S+)/g)].map(([, name]) => name!);
}

/** The workers of a queue, of those names. */
export function workersAmong(names: readonly string[], queue: string): WorkerInfo[] {
  const start = `${clientName(queue)}:w:`;
  return names.flatMap((name) => {
    const worker = name.startsWith(start) ? parse(name.slice(start.length)) : undefined;
    return worker ? [worker] : [];
  });
}

/** Does anybody take the jobs of a queue, of those names? */
export function isServed(names: readonly string[], queue: string): boolean {
  const name = clientName(queue);
  return names.some((each) => each === name || each.startsWith(`${name}:w`));
}
