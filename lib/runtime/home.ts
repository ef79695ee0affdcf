/**
 * The folder lib/. The only module of the library that asks where it is: in the bundle that Node's
 * workers load (see bundle.ts) all modules are in one place, and there the answer is put in.
 */
export const home: URL = new URL("../", import.meta.url);
