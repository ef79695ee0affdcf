/** Where the workers of each class of pools are. */

import type { Backend } from "./outside/handle.ts";
import { processes } from "./outside/process.ts";

const backends: Map<unknown, Backend> = new Map();

/** Says where the workers of a class of pools are. */
export function runsIn(Class: unknown, backend: Backend): void {
  backends.set(Class, backend);
}

/** In processes, unless the class or one that it extends says otherwise. */
export function backendOf(Class: unknown): Backend {
  for (let each = Class; each; each = Object.getPrototypeOf(each)) {
    const backend = backends.get(each);
    if (backend) return backend;
  }
  return processes;
}
