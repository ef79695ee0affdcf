/** What the processes of a worker run: they decode a task, call its function, and encode the results. */

import { decode, encodeError } from "../codec.ts";
import { Mode } from "../multiprocessing/pool/messages.ts";
import { importForTarget } from "../program/importing.ts";
import type { Reference } from "../program/reference.ts";
import { onSignal } from "../runtime/current.ts";
import { border } from "./messages.ts";
import { type Results, writeResults } from "./results.ts";

type Work = (...args: unknown[]) => unknown;

/**
 * The function that a module exports itself: a name that every object has is none of its exports.
 *
 * @throws {TypeError} if it exports no function of that name
 */
async function exportedFunction({ from, module, name }: Reference): Promise<Work> {
  const exported = await importForTarget(from, module);
  const own = (key: string): unknown => Object.hasOwn(exported, key) ? exported[key] : undefined;
  const main = own("default");
  const found = own(name) ??
    (typeof main === "function" && main.name === name ? main : undefined);
  if (typeof found === "function") return found as Work;
  throw new TypeError(
    `Cannot find target '${name}': the module exports ${
      found === undefined ? "nothing of that name" : `a ${typeof found} of that name`
    } on this worker. Targets are exported functions: write export function ${name}(...) { ... }`,
  );
}

/** Nothing: whoever calls it learns that the process is ready. */
export function greet(): void {}

/**
 * What each process does first. Ctrl-C in a terminal goes to it as well as to its worker, which lets
 * running tasks end: so must they.
 */
export async function prepare(initializer: Reference | null): Promise<void> {
  onSignal("SIGINT", () => {});
  if (initializer) await (await exportedFunction(initializer))();
}

/** Why a task could not be begun: the error for its caller, and words for whoever looks after the worker. */
export interface Refused {
  readonly why: string;
  readonly error: Uint8Array;
}

function refusal(error: unknown): Refused {
  return {
    why: String((error as Error)?.message ?? error),
    error: encodeError(error, { path: "error", border }).slice(),
  };
}

/**
 * Runs a task; answers the encoded results. It never throws: what goes wrong is a result, too. Nothing is
 * made as large as `count` says before the items have been seen: the task may be from anybody.
 */
export async function runTask(
  reference: Reference,
  mode: number,
  count: number,
  bytes: Uint8Array,
): Promise<Uint8Array | Refused> {
  let work: Work, items: unknown[];
  try {
    work = await exportedFunction(reference);
    items = itemsOf(bytes, mode, count);
  } catch (error) {
    return refusal(error);
  }
  const results: Results = { values: new Array(count).fill(undefined), failures: [] };
  for (let i = 0; i < count; i++) {
    try {
      results.values[i] = await (mode === Mode.map
        ? work(items[i])
        : work(...(mode === Mode.apply ? items : items[i] as unknown[])));
    } catch (error) {
      results.failures.push([i, error]);
    }
  }
  try {
    return writeResults(results);
  } catch (error) {
    return refusal(error); // they are too large
  }
}

function itemsOf(bytes: Uint8Array, mode: number, count: number): unknown[] {
  const items = decode(bytes, { border });
  if (Array.isArray(items) && (mode === Mode.apply || items.length === count)) return items;
  throw new TypeError(`Cannot run task: what came are not the items of ${count} calls`);
}
