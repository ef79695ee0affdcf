/** The mark that asks for a word: `? lock`, in the way of either keyboard. */

/** Does `text` begin with it? */
export function asksForWord(text: string): boolean {
  return /^\s*[?？]/.test(text);
}

/** What stands behind it. */
export function askedWord(text: string): string {
  return text.replace(/^\s*[?？]+/, "").trim();
}
