/** How the lab is called by who uses it: from a checkout, and from the installed package. */

import { isPackage } from "../runtime/home.ts";

/** Opens the menu. */
export const menu: string = isPackage ? "npx interleave" : "npm start";

/** The words before a command or a lesson. */
export const labWords: readonly string[] = [...menu.split(" "), ...(isPackage ? [] : ["--"])];

/** The same as one text. */
export const lab: string = labWords.join(" ");
