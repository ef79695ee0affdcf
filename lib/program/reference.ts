/** How a function gets into another thread or process: by its module and its exported name. */

import { importModule, loadable } from "../runtime/current.ts";
import { importForTarget } from "./importing.ts";
import { mainModule } from "./main.ts";

/** An exported function, by name: what can be sent to another thread or process. */
export interface Reference {
  /** The module as its author knows it. */
  readonly module: string;
  /** Where a worker or child imports it from. */
  readonly from: string;
  readonly name: string;
}

/** A function that a reference names, once its module is there. */
export interface Resolved<F> {
  value?: F;
  error?: unknown;
  loading?: Promise<void>;
}

type AnyFunction = (...args: never[]) => unknown;

/**
 * The reference to `target`, which the module at `module` or the main module exports.
 *
 * @throws {TypeError} if it is not a function with a name, or if its module is not known
 */
export function referTo(
  what: string,
  role: string,
  target: AnyFunction,
  module: string | URL | undefined,
): Reference {
  if (typeof target !== "function") {
    throw new TypeError(
      `Cannot ${what}: its ${role} must be a function, but it is ${typeof target}`,
    );
  }
  const { name } = target;
  if (name === "" || /^bound |\s/.test(name)) {
    throw new TypeError(
      `Cannot ${what}: its ${role} must be an exported function with a name, ` +
        `but it is ${
          name === "" ? "anonymous" : `'${name}'`
        }. Write export function ${role}Name() ` +
        `{ ... } at the top level of the module, and pass what it needs in args`,
    );
  }
  const where = module === undefined ? mainModule() : String(module);
  if (where === undefined) {
    throw new TypeError(
      `Cannot ${what}: nobody said which module exports its ${role} '${name}'. ` +
        `Start the program with main(import.meta, ...), or add module: import.meta.url`,
    );
  }
  if (!/^[a-z][a-z0-9+.-]+:/i.test(where)) {
    throw new TypeError(
      `Cannot ${what}: module must be a URL such as import.meta.url, but it is '${where}'`,
    );
  }
  return { module: where, from: loadable(where), name };
}

const modules = new Map<string, Record<string, unknown>>();

/** Makes functions known under a made-up module URL, for targets inside the library. */
export function provide(module: string, exported: Record<string, unknown>): void {
  modules.set(module, exported);
}

/**
 * What `exported` has under `name`. A function may be exported under another name than its own: as the
 * default, by `as`, or by a bundler that has renamed it.
 */
function exportOf(name: string, exported: Record<string, unknown>): unknown {
  const found = exported[name];
  const named = (value: unknown) => typeof value === "function" && value.name === name;
  if (named(found)) return found;
  const others = new Set(Object.values(exported).filter(named));
  return others.size === 1 ? [...others][0] : found;
}

function lookUp(reference: Reference, exported: Record<string, unknown>): AnyFunction {
  const { name, module } = reference;
  const found = exportOf(name, exported);
  if (typeof found === "function") return found as AnyFunction;
  throw new TypeError(
    `Cannot find target '${name}': ${module} exports ${
      found === undefined ? "nothing of that name" : `a ${typeof found} of that name`
    }. Targets are exported functions: write export function ${name}(...) { ... } there, ` +
      `or say which module it is in with module: import.meta.url`,
  );
}

/** The function that `reference` names; `load` imports its module if this thread has not yet. */
export async function resolveTarget(
  reference: Reference,
  load: (url: string, name: string) => Promise<Record<string, unknown>> = importForTarget,
): Promise<AnyFunction> {
  const known = modules.get(reference.from);
  if (known) return lookUp(reference, known);
  const exported = await load(reference.from, reference.module);
  modules.set(reference.from, exported);
  return lookUp(reference, exported);
}

const loading = new Set<Promise<void>>();

/** As `resolveTarget` for code that cannot wait: the value is there at once if the module is. */
export function resolveReference<F extends AnyFunction>(reference: Reference): Resolved<F> {
  const resolved: Resolved<F> = {};
  const known = modules.get(reference.from);
  if (known) {
    resolved.value = lookUp(reference, known) as F;
    return resolved;
  }
  const promise = resolveTarget(reference, importModule).then((found) => {
    resolved.value = found as F;
  }, (error) => {
    resolved.error = error;
  });
  resolved.loading = promise;
  loading.add(promise);
  promise.finally(() => loading.delete(promise));
  return resolved;
}

/** Waits until what `resolveReference` began is there. */
export async function loaded(): Promise<void> {
  while (loading.size > 0) await Promise.all(loading);
}
