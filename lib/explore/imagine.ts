/**
 * Follows schedules without executing them, through what is known of the threads (places.ts). An
 * execution is needed only where a thread sees what it has not seen before at that place; it is learnt
 * from, and known from then on. It is the same walk as in attempt.ts, so the same searches use it.
 *
 * Only scenarios are followed whose steps are on Values and Locks, whose content says all; anything
 * else (queues, conditions, time, asynchronous calls, spinning) is `Unclear`, and is executed. Nothing
 * that is reported rests on it alone: a failure is executed before it is shown (lib/explore.ts).
 */

import { ExploreError } from "../errors.ts";
import { Guard, Turn } from "../memory/slots.ts";
import { type Attempt, Known } from "./attempt.ts";
import {
  type Again,
  type Ending,
  type Fork,
  type Policy,
  preempts,
  type Scenario,
  type Spins,
} from "./contract.ts";
import { execute } from "./control.ts";
import { JOINED, Lesson, origin, type Place, seeing, Unclear } from "./places.ts";
import { Digest } from "./states.ts";
import { record } from "./record.ts";
import { following, onwards, shorten, writeSchedule } from "./schedule.ts";
import { MOST, Trail } from "./trail.ts";
import { Stuck } from "./turns.ts";

/** Can its schedules be followed so, as far as that is known before? */
export function canImagine({ early, spurious }: Scenario): boolean {
  return !early && !spurious;
}

/** What is known of a scenario. */
export class Imagination {
  readonly scenario: Scenario;
  readonly first = origin();
  /** How many executions it took to learn it. */
  executions = 0;

  constructor(scenario: Scenario) {
    this.scenario = scenario;
  }

  /** May a position be kept, to go on from there? They are many, and each takes memory. */
  mayKeep: () => boolean = () => true;

  /** As `attempt` in attempt.ts. */
  attempt(choose: Policy): Attempt {
    return new Imagined(this, choose).go();
  }

  readonly #numbers = new Map<string, number>();

  /** A number for what is in an object. */
  numberOf(content: string | undefined): number {
    if (content === undefined) return 0;
    let number = this.#numbers.get(content);
    if (!number) this.#numbers.set(content, number = this.#numbers.size + 1);
    return number;
  }

  /** Executes what begins with `choices`. */
  learn(choices: readonly number[]): void {
    this.executions++;
    const lesson = new Lesson(this.first);
    try {
      execute(this.scenario, following(choices, onwards), undefined, undefined, lesson);
    } catch (error) {
      if (error instanceof Stuck) record(this.scenario, following(choices, onwards)); // says where
      // If the program does not do the same each time, plain executions will tell.
      throw error instanceof ExploreError && !(error instanceof Stuck) ? new Unclear() : error;
    }
  }
}

/** One schedule. */
class Imagined {
  readonly #mind: Imagination;
  readonly #choose: Policy;
  #decisions: Fork[] = [];
  /** Not those of a position that this one goes on from. */
  readonly #agains = new Map<number, Again>();
  #choices: number[] = [];
  #places: (Place | undefined)[] = [];
  /** Where the threads begin that have not begun. */
  #fresh: [thread: number, from: Place][];
  #contents: string[][] = [];
  #failed = false;
  #last = -1;
  #steps = 0;
  #preemptions = 0;
  #trail = new Trail();

  constructor(mind: Imagination, choose: Policy) {
    this.#mind = mind;
    this.#choose = choose;
    this.#fresh = [[0, mind.first]];
  }

  go(): Attempt {
    const decisions = this.#decisions, choices = this.#choices, spins: Spins = new Map();
    const tried = { choices, decisions, agains: this.#agains, spins, executed: false };
    let ending: Ending | undefined;
    try {
      while (!ending) ending = this.#step();
    } catch (known) {
      if (!(known instanceof Known)) throw known;
      return { ...tried, found: undefined };
    }
    const steps = this.#steps;
    const told = { choices: shorten(choices, decisions), steps, mark: this.#trail.mark };
    const schedule = writeSchedule({ ...this.#mind.scenario, ...told });
    const found = { ending, choices, steps, preemptions: this.#preemptions, schedule };
    return { ...tried, found: { ...found, overran: false } };
  }

  /** The same position, for another policy. */
  #copy(choose: Policy): Imagined {
    const copy = new Imagined(this.#mind, choose);
    copy.#fresh = [];
    copy.#decisions = this.#decisions.slice();
    copy.#choices = this.#choices.slice();
    copy.#places = this.#places.slice();
    copy.#contents = this.#contents.map((made) => made.slice());
    copy.#last = this.#last;
    copy.#steps = this.#steps;
    copy.#preemptions = this.#preemptions;
    copy.#trail = this.#trail.copy();
    return copy;
  }

  #step(): Ending | undefined {
    this.#settle();
    if (this.#failed) return { kind: "error", error: new Error("seen before") };
    const all = this.#places.map((_, thread) => thread);
    if (all.every((thread) => this.#standOf(thread).kind === "over")) {
      return { kind: "returned", value: this.#places[0]!.value };
    }
    const enabled = all.filter((thread) => this.#canGo(thread));
    if (enabled.length === 0) return { kind: "deadlock", waiting: [] };
    if (this.#steps >= this.#mind.scenario.steps) throw new Unclear();
    const own = enabled.includes(this.#last) ? [this.#last] : [];
    const state = (turns: boolean) => this.#key(enabled, turns ? this.#last : -1);
    const decision = { enabled, own, state, mark: this.#trail.mark };
    const chosen = this.#choose(decision);
    if (preempts(own, chosen)) this.#preemptions++;
    if (enabled.length > 1) {
      const here = this.#mind.mayKeep() ? this.#copy(onwards) : undefined;
      if (here) this.#agains.set(this.#choices.length, (choose) => here.#copy(choose).go());
      this.#decisions.push({ enabled, own, mark: decision.mark });
      this.#choices.push(chosen);
    }
    this.#last = chosen;
    this.#steps++;
    const { of, act, blind } = this.#standOf(chosen), { next } = this.#places[chosen]!;
    this.#trail.step(chosen, Turn.go, act, of);
    this.#enter(chosen, () => next.get(this.#seeing(blind ? "" : this.#contentOf(of), chosen)));
    return undefined;
  }

  /** What is no step is done at once, as in control.ts. */
  #settle(): void {
    for (let changed = true; changed && !this.#failed;) {
      changed = false;
      for (const [thread, from] of this.#fresh.splice(0)) {
        this.#enter(thread, () => from.begins.get(thread));
        changed = true;
      }
      for (let thread = 0; thread < this.#places.length && !this.#failed; thread++) {
        const { kind, of } = this.#standOf(thread);
        if (kind !== "join" || this.#places[of]?.stand.kind !== "over") continue;
        const { next } = this.#places[thread]!;
        this.#enter(thread, () => next.get(this.#seeing(JOINED, thread)));
        changed = true;
      }
    }
  }

  /** A thread comes to the place that `way` leads to. */
  #enter(thread: number, way: () => Place | undefined): void {
    let place = way();
    if (!place) {
      this.#mind.learn(this.#choices);
      place = way();
    }
    if (!place) throw new Unclear();
    this.#places[thread] = place;
    const { left, starts, failed } = place.stand;
    for (const [object, content] of left) {
      (this.#contents[Math.floor(object / MOST)] ??= [])[object % MOST] = content;
    }
    for (const started of starts) this.#fresh.push([started, place]);
    this.#failed ||= failed;
  }

  #seeing(content: string, thread: number): string {
    return seeing(content, thread, this.#places);
  }

  #standOf(thread: number) {
    return this.#places[thread]!.stand;
  }

  #contentOf(object: number): string {
    return this.#contents[Math.floor(object / MOST)]![object % MOST]!;
  }

  #canGo(thread: number): boolean {
    const { kind, guard, of } = this.#standOf(thread);
    if (kind !== "step" || guard === Guard.always) return kind === "step";
    const [held, , owner] = this.#contentOf(of).split(",");
    return held === "0" || guard === Guard.rlock && owner === String(thread);
  }

  #key(enabled: readonly number[], last: number): string {
    const state = new Digest(last);
    for (const thread of enabled) state.take(thread);
    for (const place of this.#places) state.take(place!.id);
    for (const made of this.#contents) {
      for (const content of made ?? []) state.take(this.#mind.numberOf(content));
    }
    return state.text;
  }
}
