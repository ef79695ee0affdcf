/** One word of the glossary. */

import type { Text } from "../../lib/lesson.ts";

export interface Term {
  readonly name: Text;
  /** What else it is called, in either language. */
  readonly also?: readonly string[];
  /** Two or three sentences. */
  readonly meaning: Text;
  /** The lessons in which it is to be seen, the best one first; none where no lesson is about it. */
  readonly lessons: readonly string[];
}
