/** Long lists as JSON, chunk by chunk: the whole may be longer than a string can be. */

/** So many of a list make one chunk. */
const EACH = 10_000;

/** `list` as JSON; the chunks behind each other. */
export function* jsonOf(list: readonly unknown[]): Iterable<string> {
  yield "[";
  for (let at = 0; at < list.length; at += EACH) {
    const chunk = JSON.stringify(list.slice(at, at + EACH)).slice(1, -1);
    yield at === 0 ? chunk : `,${chunk}`;
  }
  yield "]";
}
