/** A linked list of tasks and futures that costs no memory of its own. */

/** What a {@linkcode Members} list needs of its members: a place for their neighbours. */
export interface Member<T> {
  before: T | null;
  after: T | null;
}

/**
 * A set whose members know their neighbours: it costs no memory of its own, and a member comes and
 * goes with a few assignments. A `Set` of 100,000 that come and go costs as much as running them.
 *
 * Invariant: the members are `first`, `first.after`, ... in the order in which they came.
 */
export class Members<T extends Member<T>> {
  #first: T | null = null;
  #last: T | null = null;

  add(member: T): void {
    member.before = this.#last;
    if (this.#last) this.#last.after = member;
    else this.#first = member;
    this.#last = member;
  }

  /** Takes a member out; one that is not in the list is left alone. */
  delete(member: T): void {
    const { before, after } = member;
    if (before) before.after = after;
    else if (this.#first === member) this.#first = after;
    else return;
    if (after) after.before = before;
    else this.#last = before;
    member.before = member.after = null;
  }

  *[Symbol.iterator](): Generator<T, void, undefined> {
    for (let member = this.#first; member; member = member.after) yield member;
  }
}
