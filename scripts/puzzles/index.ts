/** The puzzles, in the order in which they are best taken. */

import type { Puzzle } from "../../lib/lesson/puzzle.ts";
import { locks } from "./about/locks.ts";
import { values } from "./about/values.ts";
import { waiting } from "./about/waiting.ts";

export const puzzles: readonly Puzzle[] = [...values, ...locks, ...waiting];
