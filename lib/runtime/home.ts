/** Where the library's own modules are, for whoever starts one of them. */

/**
 * The folder lib/. The only module of the library that asks where it is: in the bundle that Node's
 * workers load (see bundle.ts) all modules are in one place, and there the answer is put in.
 */
export const home: URL = new URL("../", import.meta.url);

/** True in the package, whose modules are plain JavaScript: nothing has to be translated there. */
export const isPackage: boolean = !import.meta.url.endsWith(".ts");

/** A module of the library, by its path below lib/ without an ending: "multiprocessing/child". */
export function libraryModule(path: string): URL {
  return new URL(`${path}${isPackage ? ".js" : ".ts"}`, home);
}
