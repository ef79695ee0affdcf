/** Names of threads without their targets, where that still says which one is meant: "Thread-1" for "Thread-1 (add)". */

function withoutTarget(name: string): string {
  return name.replace(/ \(.*\)$/, "");
}

/** How each of `names` can be said in short. */
export function briefNames(names: readonly string[]): (name: string) => string {
  const brief = names.map(withoutTarget);
  return (name) => {
    const short = withoutTarget(name);
    return brief.filter((each) => each === short).length > 1 ? name : short;
  };
}
