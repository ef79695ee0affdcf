/**
 * Gives the threads of one execution their turns. The threads wait for them in lib/memory/steering.ts;
 * here it is found out who can go on, and a policy decides who does.
 *
 * Invariant: between two decisions every thread stands before its next step, waits in the list of a
 * primitive, sleeps, or is over. What is no step (a thread's way to its first one, its end, the end of
 * a sleep or a join) is done at once, in the order of the threads' creation: it commutes.
 */

import { ExploreError } from "../errors.ts";
import {
  type Course,
  type Ending,
  type Observer,
  type Policy,
  preempts,
  type Scenario,
  type Spun,
  type Watch,
} from "./contract.ts";
import { release, retain } from "../memory/handles.ts";
import { receive } from "../memory/message.ts";
import { type Details, Root, Slot, Status, Turn } from "../memory/slots.ts";
import {
  canExpire,
  canGo,
  canWake,
  couldGo,
  hostOf,
  root,
  slots,
  spins,
  turnByItself,
  word,
} from "./standing.ts";
import { Holders } from "./dead.ts";
import { isOpaque, States } from "./states.ts";
import { memory } from "../system/shared.ts";
import { launch, noteThreads } from "./launch.ts";
import { everybody } from "./schedule.ts";
import { passTime } from "./time.ts";
import { actOf, Objects, Trail } from "./trail.ts";
import { outcomeOf } from "../threading/outcome.ts";
import { Field, Flag, hasFlag, Outcome } from "../threading/record.ts";
import {
  checkOutside,
  checkRefused,
  count,
  give,
  isOver,
  isStuck,
  objectOf,
  recordOf,
  silentError,
  Stuck,
  threadCount,
  threadName,
  unwind,
  waitWhile,
} from "./turns.ts";

/** One execution, from its start until all its threads are over. Blocks the thread that calls. */
export function execute(
  scenario: Scenario,
  policy: Policy,
  observer?: Observer,
  spun: Spun = () => {},
  watch?: Watch,
): Ending & Course {
  memory.fill(0, root + Root.bell, root + Root.end);
  for (const slot of slots) memory.fill(0, slot, slot + Slot.end);
  memory[root + Root.tracing] = observer ? 1 : 0;
  memory[root + Root.silent] = scenario.output ? 0 : 1;
  launch(scenario);
  const run = new Run(scenario, policy, observer, spun, watch);
  try {
    const ending = run.go();
    const { steps, mark } = run;
    return { overran: steps > scenario.steps, steps, mark, ...ending };
  } finally {
    observer?.ending();
    unwind();
    noteThreads(threadCount());
    for (const record of run.records) release(record);
  }
}

class Run {
  readonly #scenario: Scenario;
  readonly #policy: Policy;
  readonly #observer: Observer | undefined;
  readonly #spun: Spun;
  readonly #watch: Watch | undefined;
  /** The records of all threads, kept until the end: nothing else may get their cells meanwhile. */
  readonly records: number[] = [];
  steps = 0;
  #last = -1;
  #host = -1;
  #failure: Error | undefined;
  readonly #states: States;
  /** Where it began that those who spin were alone. */
  #alone: Pick<Course, "steps" | "mark"> | undefined;
  readonly #holders = new Holders();
  readonly #trail = new Trail();
  readonly #objects = new Objects();

  constructor(
    scenario: Scenario,
    policy: Policy,
    observer: Observer | undefined,
    spun: Spun,
    watch: Watch | undefined,
  ) {
    this.#scenario = scenario;
    this.#policy = policy;
    this.#observer = observer;
    this.#spun = spun;
    this.#states = new States(scenario);
    this.#watch = watch;
  }

  go(): Ending {
    const { steps } = this.#scenario;
    for (let step = 0;; step++) {
      this.#settle();
      if (this.#failure) return { kind: "error", error: this.#failure };
      if (this.#isOver()) return { kind: "returned", value: outcomeOf(recordOf(0)) };
      let enabled = this.#enabled();
      let turn: number = Turn.go;
      if (enabled.length === 0) {
        const next = passTime();
        const spinning = next ? [] : this.#threads().filter(couldGo);
        if (!next && spinning.length === 0) {
          checkOutside();
          return { kind: "deadlock", waiting: this.#waiting() };
        }
        if (next?.length === 0) {
          step--;
          continue; // sleepers go on
        }
        enabled = next ?? spinning; // they may count their turns: they are followed to the end
        if (next) turn = Turn.expire;
        else {
          this.#alone ??= { steps: this.steps, mark: this.mark };
          if (step >= steps) return this.#endless();
          this.#stepOf(everybody(enabled, this.#last), false, turn);
          if (this.#failure) return { kind: "error", error: this.#failure };
          continue;
        }
      }
      const own = enabled.filter((thread) => hostOf(thread) === this.#host);
      this.#alone = undefined;
      if (step >= 2 * steps) return this.#endless();
      const chosen = step < steps ? this.#decide(enabled, own) : everybody(enabled, this.#last);
      if (turn === Turn.go && !canGo(chosen)) turn = this.#unasked(chosen);
      this.#stepOf(chosen, preempts(own, chosen), turn);
      if (this.#failure) return { kind: "error", error: this.#failure };
    }
  }

  /** Some go on for ever. Others may never: that is told rather. */
  #endless(): Ending {
    const waiting = this.#holders.dead();
    const matters = (thread: number) => !hasFlag(recordOf(thread), Flag.daemon) || thread === 0;
    if (!waiting.some(matters)) return { kind: "endless", waiting: this.#waiting() };
    return { kind: "deadlock", waiting, ...this.#alone };
  }

  /** The turn of a thread that nobody has let go on. */
  #unasked(thread: number): number {
    if (this.#scenario.early && canExpire(thread)) return Turn.expire;
    memory[slots[thread]! + Slot.woken] = memory[root + Root.changes]! + 1;
    return Turn.wake;
  }

  get mark(): number {
    return this.#trail.mark;
  }

  #stepOf(thread: number, preempted: boolean, turn: number): void {
    this.#trail.step(thread, turn, actOf(thread), this.#objects.numberOf(objectOf(thread)));
    this.#observer?.stepped(thread, preempted);
    this.#last = thread;
    this.#host = hostOf(thread);
    this.steps++;
    this.#turn(thread, turn);
  }

  #turn(thread: number, turn: number): void {
    this.#states.turning(thread, turn);
    this.#holders.before(thread);
    this.#watch?.before(thread, turn);
    if (!give(thread, turn)) {
      this.#failure = silentError(threadName(thread));
      return;
    }
    const host = hostOf(thread);
    if (isStuck(host)) throw new Stuck(host, threadName(host));
    checkRefused();
    this.#holders.after(thread);
    this.#look(thread);
    this.#watch?.after(thread);
  }

  /** Takes notice of where a thread, and its calls, stand now. */
  #look(moved: number): void {
    const thread = hostOf(moved);
    for (const other of this.#threads()) {
      const details = word(other, Slot.details);
      if (details === 0) continue;
      memory[slots[other]! + Slot.details] = 0;
      this.#observer?.stopped(other, receive(details) as Details);
    }
    if (!isOver(thread)) return;
    const record = recordOf(thread), outcome = memory[record + Field.outcome];
    if (outcome === Outcome.value) return;
    try {
      outcomeOf(record);
    } catch (error) {
      if (error instanceof ExploreError) throw error;
      this.#failure ??= error instanceof Error ? error : new Error(String(error));
    }
  }

  #settle(): void {
    for (let changed = true; changed && !this.#failure;) {
      changed = false;
      for (let thread = 0; thread < count() && !this.#failure; thread++) {
        const isNew = this.#keep(recordOf(thread));
        if (isNew || word(thread, Slot.status) === Status.coming) { // it may have failed already
          waitWhile(slots[thread]! + Slot.status, Status.coming);
          this.#look(thread);
        }
        const turn = turnByItself(thread);
        if (turn === Turn.none) continue;
        this.#turn(turn === Turn.go ? this.#oneOf(this.#rivals(thread)) : thread, turn);
        changed = true;
      }
    }
  }

  #keep(record: number): boolean {
    if (this.records.includes(record)) return false; // seen before, or of one of its calls
    retain(record);
    this.records.push(record);
    return true;
  }

  /** Calls of one thread that go on by themselves do not commute: they share its variables. */
  #rivals(thread: number): number[] {
    const host = hostOf(thread);
    if (host === thread) return [thread];
    return this.#threads().filter((other) =>
      other !== host && hostOf(other) === host && turnByItself(other) === Turn.go
    );
  }

  #oneOf(rivals: readonly number[]): number {
    if (rivals.length === 1 || this.steps >= this.#scenario.steps) return rivals[0]!;
    return this.#decide(rivals, rivals);
  }

  #decide(enabled: readonly number[], own: readonly number[]): number {
    const state = (turns: boolean) =>
      isOpaque() ? undefined : this.#states.key(enabled, turns ? this.#host : -1);
    return this.#policy({ enabled, own, state, mark: this.#trail.mark });
  }

  #threads(): number[] {
    return Array.from({ length: count() }, (_, thread) => thread);
  }

  #enabled(): number[] {
    const { early, spurious } = this.#scenario;
    const able = this.#threads().filter((thread) => canGo(thread) || early && canExpire(thread));
    if (able.length > 0) this.#noteSpins();
    // Where nobody else can go on, nobody wakes for no reason: a deadlock is one all the same.
    if (!spurious || able.length === 0) return able;
    return this.#threads().filter((thread) => able.includes(thread) || canWake(thread));
  }

  /** They are put back. */
  #noteSpins(): void {
    for (const thread of this.#threads()) {
      if (!spins(thread) || !couldGo(thread)) continue;
      this.#spun(thread, this.#states.historyOf(thread));
    }
  }

  #isOver(): boolean {
    return this.#threads().every((thread) =>
      isOver(thread) || hostOf(thread) !== thread ||
      thread !== 0 && hasFlag(recordOf(thread), Flag.daemon)
    );
  }

  #waiting(): number[] {
    return this.#threads().filter((thread) => !isOver(thread));
  }
}
