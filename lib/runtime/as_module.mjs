/**
 * TypeScript is a module, also where the nearest package.json says nothing: so it is for the threads and
 * processes of the same program, and for Node 24. tsx would have it loaded as CommonJS, which fails.
 */

/** Node's hook; it is asked before tsx, which was registered earlier. */
export function load(url, context, next) {
  const typeless = context.format === "commonjs" && /\.tsx?(?:$|[?#])/.test(url);
  return next(url, typeless ? { ...context, format: "module" } : context);
}
