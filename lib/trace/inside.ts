/** What a thread or child imports that is recorded: see `Inside` of lib/memory/observer.ts. */

import { inWorker } from "../runtime/current.ts";
import type { Inside } from "../memory/observer.ts";
import { enter as enterThread } from "./threads.ts";

// A thread cannot use the objects of processes, so it need not load them.
const processes = inWorker ? undefined : await import("./processes.ts");

export const enter: Inside["enter"] = (cell) =>
  processes ? processes.enterProcess() : enterThread(cell);
