/** Operations as numbers, the same on every runtime: threads tell with them what they are going to do. */

const known = new Map<string, number>();

/** The number of `operation`. */
export function actNumber(operation: string): number {
  let number = known.get(operation);
  if (number === undefined) {
    number = 0x811c9dc5;
    for (let i = 0; i < operation.length; i++) {
      number = Math.imul(number ^ operation.charCodeAt(i), 0x01000193);
    }
    known.set(operation, number);
  }
  return number;
}
