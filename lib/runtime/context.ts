/**
 * Small values that every thread and every child process of a program sees: the language of its
 * texts, where `print` writes, which module is the main one. A thread or process gets the values
 * that stood when it was started.
 */

export type Context = Record<string, string>;

let values: Context = {};

/** The value of `key`, or undefined. */
export function context(key: string): string | undefined {
  return values[key];
}

/** Sets `key` for this thread and for all that it starts from now on. */
export function setContext(key: string, value: string): void {
  values = { ...values, [key]: value };
}

/** All values: what a starter hands on. The same object until a value changes. */
export function wholeContext(): Context {
  return values;
}

/** Takes what the starter handed on. */
export function adoptContext(handed: Context): void {
  values = handed;
}
