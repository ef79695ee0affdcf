/** What the parent of this process posts to it. For the worker of a pool. */

let listener: ((payload: Uint8Array) => void) | undefined;
let early: Uint8Array[] = [];

/** Takes a post; it waits if nobody listens yet. */
export function deliver(payload: Uint8Array): void {
  if (listener) listener(payload);
  else early.push(payload.slice());
}

/** Calls `take` with every post, those that have come already first. */
export function onMail(take: (payload: Uint8Array) => void): void {
  listener = take;
  const waiting = early;
  early = [];
  for (const payload of waiting) take(payload);
}
