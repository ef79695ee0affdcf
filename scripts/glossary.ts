/** The words that the lessons use, each explained in a few sentences: what `? lock` shows. */

import { memory } from "./glossary/memory.ts";
import { messages } from "./glossary/messages.ts";
import { running } from "./glossary/running.ts";
import type { Term } from "./glossary/term.ts";
import { waiting } from "./glossary/waiting.ts";

export type { Term } from "./glossary/term.ts";

/** All of them, those that belong together beside each other. */
export const glossary: readonly Term[] = [...running, ...memory, ...waiting, ...messages];
