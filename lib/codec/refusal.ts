/** How a value that cannot be sent is refused with the path that leads to it. */

/**
 * A value that cannot be sent. Thrown where it is met; each container on the way out adds its own
 * step, so that the path costs nothing as long as nothing is refused. `encode` makes a TypeError of it.
 */
export class Refusal {
  readonly #what: string;
  readonly #advice: string;
  readonly #steps: string[] = [];
  readonly cause: unknown;

  /** `what` follows the path: "is a function". `advice` says how to go on. */
  constructor(what: string, advice: string, cause?: unknown) {
    this.#what = what;
    this.#advice = advice;
    this.cause = cause;
  }

  /** The steps are added from the inside out. */
  add(step: string): void {
    this.#steps.push(step);
  }

  /** The same refusal, for another value: without steps. */
  copy(): Refusal {
    return new Refusal(this.#what, this.#advice, this.cause);
  }

  toError(root: string): TypeError {
    const text = `${root}${this.#steps.reverse().join("")} ${this.#what}: ${this.#advice}`;
    return this.cause === undefined
      ? new TypeError(text)
      : new TypeError(text, { cause: this.cause });
  }
}

/** Adds the step to a refusal that passes through a container. Other errors pass as they are. */
export function passing(error: unknown, step: string): unknown {
  if (error instanceof Refusal) error.add(step);
  return error;
}

/** `.name` for a name, `["two words"]` for any other key. */
export function propertyStep(key: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key)
    ? `.${key}`
    : `[${JSON.stringify(key)}]`;
}

/** `.get("k")` for the value under that key of a Map. */
export function entryStep(key: unknown): string {
  if (typeof key === "string") return `.get(${JSON.stringify(key)})`;
  if (typeof key === "bigint") return `.get(${key}n)`;
  return typeof key === "object" && key !== null ? ".get(an object)" : `.get(${String(key)})`;
}
