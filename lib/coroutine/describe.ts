/** What error texts say about values. */

/** The name of the kind of `value`, for error texts: "number", "Array", "Map", "function". */
export function describeType(value: unknown): string {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  const name: unknown = (value as { constructor?: { name?: unknown } }).constructor?.name;
  if (typeof name === "string" && name !== "") return name;
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}

/** The error of an `await` of something that cannot be awaited, in CPython's words. */
export function notAwaitable(value: unknown): TypeError {
  return new TypeError(`object ${describeType(value)} can't be used in 'await' expression`);
}
