/** What a child and its parent post to each other. */
export const Post = {
  /** The arguments have arrived and the target runs. */
  running: 1,
  result: 2,
  failure: 3,
  /** For the pool. */
  other: 4,
} as const;
