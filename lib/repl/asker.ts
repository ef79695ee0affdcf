/** The two kinds of question that a session asks, whichever way they are put to a person. */

/** One thing to choose. */
export interface Choice<T> {
  readonly value: T;
  /** A line; what does not fit is cut, and told whole while it is marked. */
  readonly name: string;
  /** What the answer is called. */
  readonly short: string;
  /** What stands above it, and above those that follow: they belong together. */
  readonly heading?: string;
  /** More about it, shown while it is marked. */
  readonly description?: string;
  /** It is shown, but cannot be chosen: why, in a few words and whole. */
  readonly missing?: { readonly short: string; readonly whole: string };
}

export interface Choosing<T> {
  readonly message: string;
  /** What there is to choose on a screen of so many columns; of what `typed` can mean, if given. */
  choices(columns: number, typed?: string): readonly Choice<T>[];
  readonly first: T | undefined;
  /** Is typing a search? Else it marks the next line that begins so. */
  readonly search?: boolean;
}

/** What was meant, or the sentence that says why it is nothing. */
export type Meant<T> = { readonly value: T } | { readonly wrong: string };

export interface Filling<T> {
  readonly message: string;
  /** What stands behind the question: the value that Enter takes, or the answers there are. */
  readonly hint: string;
  /** The value that Enter takes, as it would be typed. */
  readonly offered: string;
  read(text: string): Meant<T>;
  /** How the answer is shown when it is given. */
  shown(value: T): string;
}

export interface Asker {
  choose<T>(what: Choosing<T>): Promise<T>;
  fill<T>(what: Filling<T>): Promise<T>;
}

/** Ctrl-D on an empty line, or the end of what is piped in: nothing more will be answered. */
export class EndOfInput extends Error {
  override readonly name = "EndOfInput";
}
