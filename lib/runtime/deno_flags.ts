/** Reads from a Deno command line the flags that a child program has to be started with. */

/** Flags whose value may be the next word (Deno 2.9: `deno run --help=full`; all others take it by `=`). */
const VALUED =
  /^(--(ext|import-map|node-modules-linker|config|cert|min-dep-age|minimum-dependency-age|inspect-publish-uid|location|seed|preload|require|conditions|log-level|cpu-prof-(dir|name|interval)|port|host|filter|junit-path|reporter)|-[a-zA-Z]*[cL])$/;

/** Flags of this very program that make no sense for another one, or would fight for its port. */
const OWN =
  /^--(watch|hmr|no-clear-screen|inspect|(no-)?check|coverage|ext|cpu-prof)(-exclude|-brk|-wait|-publish-uid|-dir|-name|-interval)?(=|$)/;

/** What `deno test` and the like have in common with `deno run`. */
const COMMON =
  /^(-[APqRWINESc]+|--(allow|deny|ignore|permission-set|no-prompt|quiet|config|no-config|import-map|no-lock|lock|frozen|cert|unsafely|location|v8-flags|seed|unstable|cached-only|no-remote|no-npm|node-modules|vendor|env-file|conditions|preload|require).*)$/;

const SUBCOMMAND = /^(run|test|bench|serve|eval|repl|task|compile|x|install|jupyter|lsp)$/;

/**
 * The flags behind which the program of `words` (all behind the executable) runs, for `deno run`; or
 * undefined where the command line does not tell. `own` are the program's own arguments, which Deno
 * hands on as they stand: so what stands before them is the script, whatever it is called.
 */
export function flagsOf(words: readonly string[], own: readonly string[]): string[] | undefined {
  const script = words.length - own.length - 1;
  let subcommand: string | undefined;
  const groups: string[][] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word.startsWith("-") && word !== "-") {
      if (word === "--") break;
      const valued = VALUED.test(word) && i + 1 < words.length;
      groups.push(valued ? [word, words[++i]!] : [word]);
    } else if (subcommand === undefined && SUBCOMMAND.test(word)) subcommand = word;
    else if (subcommand === undefined || subcommand === "run") {
      // `deno x.ts` is `deno run x.ts`.
      return i === script ? groups.filter(([flag]) => !OWN.test(flag!)).flat() : undefined;
    }
  }
  if (subcommand !== "test" && subcommand !== "bench" && subcommand !== "serve") return undefined;
  return groups.filter(([flag]) => COMMON.test(flag!) && !OWN.test(flag!)).flat();
}
