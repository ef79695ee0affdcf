/** How many operations a recording keeps of each process. */

/** If nobody says otherwise. */
export const USUAL_CAPACITY = 100_000;

/** The most that may be asked for: each takes some 43 bytes of the memory that threads share. */
export const MOST_CAPACITY = 10_000_000;

/** The environment variable that says so for a whole program. */
export const CAPACITY_VARIABLE = "INTERLEAVE_TRACE_CAPACITY";

/** The number that is the value of that variable, or what is wrong with it. */
export function capacityIn(given: string | undefined): number | { readonly wrong: string } {
  if (given === undefined || given === "") return USUAL_CAPACITY;
  const number = Number(given);
  if (/^\d+$/.test(given) && number >= 1 && number <= MOST_CAPACITY) return number;
  return {
    wrong: `${CAPACITY_VARIABLE}: how many operations are kept must be a whole number from 1 to ` +
      `${MOST_CAPACITY}: got "${given}"`,
  };
}
