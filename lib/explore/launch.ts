/** Starts the thread of a scenario, on the workers of the execution before. */

import { spinWhile } from "../memory/mutex.ts";
import { steerNext } from "../memory/steering.ts";
import { timeNow } from "../runtime/clock.ts";
import { adoptContext, setContext, wholeContext } from "../runtime/context.ts";
import { handingOn } from "../system/environment.ts";
import { memory, Word } from "../system/shared.ts";
import { Thread } from "../threading/thread.ts";
import type { Scenario } from "./contract.ts";
import { root } from "./standing.ts";

let most = 0;

/** So many threads there were in an execution. */
export function noteThreads(count: number): void {
  most = Math.max(most, count);
}

/** Workers of the execution before are used again, not replaced by new ones. */
function whenIdle(): void {
  const deadline = timeNow() + 20;
  while (memory[Word.idleCount]! < Math.min(most, 16) && timeNow() < deadline) {
    spinWhile(Word.never, 0);
  }
  most = Math.min(most, memory[Word.idleCount]!); // some have ended: they are not waited for again
}

/** Starts the scenario. Its module is the main module for the threads that it starts. */
export function launch({ target, args, module, environment }: Scenario): void {
  whenIdle();
  const thread = new Thread({ target, args: args as never, module, name: "MainThread" });
  const context = wholeContext();
  if (module !== undefined) setContext("main", String(module));
  steerNext(root);
  try {
    handingOn(environment, () => thread.start());
  } finally {
    steerNext(0);
    adoptContext(context);
  }
}
