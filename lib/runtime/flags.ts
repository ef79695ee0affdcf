/** Takes flags out of a command line, with the values that stand behind them. */

/** `flags` without those that match `own`; the word behind one that matches `valued` goes as well. */
export function withoutFlags(flags: readonly string[], own: RegExp, valued: RegExp): string[] {
  const kept: string[] = [];
  for (let i = 0; i < flags.length; i++) {
    const flag = flags[i]!;
    if (!own.test(flag)) kept.push(flag);
    else if (valued.test(flag)) i++;
  }
  return kept;
}
