/**
 * The asynchronous waits of this thread that have not ended. When a thread's target has returned,
 * nobody will look at what it left waiting: those waits are withdrawn, so that no permit or item is
 * given to nobody.
 */

const withdrawals = new Set<() => void>();

/** Notes a wait; `withdraw` takes it out of the list it waits in and never settles it. The answer forgets it. */
export function pending(withdraw: () => void): () => void {
  withdrawals.add(withdraw);
  return () => void withdrawals.delete(withdraw);
}

/** Withdraws all waits of this thread and says how many there were. */
export function withdrawAll(): number {
  const count = withdrawals.size;
  for (const withdraw of [...withdrawals]) withdraw();
  withdrawals.clear();
  return count;
}
