/** Which thread runs here, as its record in shared memory. */

import { inWorker } from "../runtime/current.ts";
import { newCell } from "../memory/cells.ts";
import { Kind, permanent } from "../memory/handles.ts";
import { memory, Word } from "../system/shared.ts";
import { MAIN_IDENT } from "./ident.ts";
import { enterAlive, Field, Flag, hasFlag, setFlag, setName, State } from "./record.ts";

/** Which thread runs here. */

/** The record of the main thread: alive as long as the program, and nothing waits for its end. */
function mainRecord(): number {
  const cell = newCell();
  permanent(cell, Kind.thread);
  setName(cell, "MainThread");
  setFlag(cell, Flag.daemon, true); // so that it does not hold the program
  memory[cell + Field.ident] = MAIN_IDENT;
  memory[cell + Field.state] = State.started;
  enterAlive(cell);
  setFlag(cell, Flag.daemon, false);
  memory[Word.mainThread] = cell;
  return cell;
}

let current = inWorker ? 0 : mainRecord();

/** The record of the thread that runs here; 0 in a worker that runs none. */
export function currentCell(): number {
  return current;
}

export function setCurrentCell(cell: number): void {
  current = cell;
}

/** Is the thread that runs here daemonic? Threads that it starts are then, too. */
export function currentIsDaemon(): boolean {
  return current !== 0 && hasFlag(current, Flag.daemon);
}
