/** Where the workers of each class of pools are. */

import type { Workshop } from "./outside/handle.ts";
import { processes } from "./outside/process.ts";

const workshops: Map<unknown, Workshop> = new Map();

/** Says where the workers of a class of pools are. */
export function worksIn(Class: unknown, shop: Workshop): void {
  workshops.set(Class, shop);
}

/** In processes, unless the class or one that it extends says otherwise. */
export function workshopOf(Class: unknown): Workshop {
  for (let each = Class; each; each = Object.getPrototypeOf(each)) {
    const shop = workshops.get(each);
    if (shop) return shop;
  }
  return processes;
}
