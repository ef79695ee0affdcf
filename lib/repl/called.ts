/** How the lab is called by who uses it: from a checkout, and from the installed package. */

import { isPackage } from "../runtime/home.ts";

/** Opens the menu. */
export const menu: string = isPackage ? "npx interleave" : "npm start";

/** Stands before a command or a lesson. */
export const lab: string = isPackage ? menu : `${menu} --`;
