/**
 * The asynchronous waits of this thread that have not ended. When a thread's target has returned,
 * nobody will look at what it left waiting: those waits are withdrawn, so that no permit or item is
 * given to nobody.
 */

/** Takes a wait out of its list and never settles it: true. What was granted already is settled: false. */
type Withdraw = () => boolean;

const withdrawals = new Set<Withdraw>();

/** Has anything been waited for since the last rest? */
let waited = false;

/** Notes a wait. The answer forgets it. */
export function pending(withdraw: Withdraw): () => void {
  waited = true;
  withdrawals.add(withdraw);
  return () => void withdrawals.delete(withdraw);
}

/** Withdraws all waits of this thread; false if some had been granted and go on. */
export function withdrawAll(): boolean {
  let all = true;
  for (const withdraw of [...withdrawals]) {
    withdrawals.delete(withdraw);
    all = withdraw() && all;
  }
  return all;
}

/**
 * More turns than it takes from a grant through the library to the code that waited for it, and
 * through the library alone where nothing had to be waited for.
 */
const TURNS = 32, FEW = 4;

/**
 * Brings the waits of this thread to rest: code that was granted something already, and has not run
 * since, runs now, so that it can give back or pass on what it got; all other waits are withdrawn. A
 * task that never rests is left after a few rounds.
 */
export async function rest(): Promise<void> {
  for (let round = 0; round < TURNS; round++) {
    for (let turn = waited ? TURNS : FEW; turn > 0; turn--) await undefined;
    if (withdrawAll()) break;
  }
  waited = false;
}
