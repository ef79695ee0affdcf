/**
 * This process as a member of its family: who it is, and its link to the broker. A program that
 * never starts a process has a broker of its own in memory, and nothing else: no socket, no file.
 */

import { inWorker, pid } from "../runtime/current.ts";
import { RuntimeError } from "../errors.ts";
import { refuseExplored } from "../memory/unexplored.ts";
import type { Link } from "./link/link.ts";

/** What a process knows about itself. */
export interface Self {
  /** Names the process in the broker; no two of a family have the same. */
  readonly process: number;
  /** A small number, different for each process of the family; 0 is the first one. */
  readonly number: number;
  readonly pid: number;
  name: string;
  daemon: boolean;
  readonly parent: { readonly process: number; readonly pid: number; readonly name: string } | null;
}

let self: Self = { process: 1, number: 0, pid, name: "MainProcess", daemon: false, parent: null };
let current: Link | undefined;
let make: (() => Link) | undefined;

export function me(): Self {
  return self;
}

/** Sets who this process is, before any code of the learner runs. */
export function become(who: Self, link: Link): void {
  self = who;
  current = link;
}

/** Says how the first process of a family makes its link. */
export function makeLinkBy(maker: () => Link): void {
  make = maker;
}

/** The link of this process. */
export function link(): Link {
  if (current) return current;
  refuseExplored("a process");
  if (inWorker) {
    throw new RuntimeError(
      "Cannot use multiprocessing in a thread: its objects belong to the main thread of a process. " +
        "Use the threading and queue modules between threads",
    );
  }
  return current = make!();
}

let lastId = 0;

/** An identifier that no other object of the family has. */
export function newId(): number {
  return self.number * 2 ** 32 + ++lastId + 2 ** 31;
}
