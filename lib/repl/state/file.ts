/**
 * The file in which the lab keeps what a learner did, shared by all runtimes and all open menus. It may
 * be deleted at any time. `--no-state` or `INTERLEAVE_STATE=off` switches it off.
 */

import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { env, pid } from "../../runtime/current.ts";
import type { Text } from "../../lesson/language.ts";
import { sleepSync } from "../../program/sleep.ts";
import { type State, stateIn, VERSION } from "./state.ts";

/** Milliseconds after which a lock was left behind by a program that was killed. */
const STALE = 2000;

/** Where the state is kept, or undefined where it is not to be. */
export function stateFile(off: boolean): string | undefined {
  if (off || env("INTERLEAVE_STATE") === "off") return undefined;
  const state = env("XDG_STATE_HOME");
  try {
    return join(state || join(homedir(), ".local", "state"), "interleave", "values.json");
  } catch {
    return undefined; // no home
  }
}

/** What stands in a file: a state, none, or something that is none of ours to change. */
type Found =
  | { readonly state: State }
  | { readonly none: true; readonly why?: unknown }
  | { readonly broken: true }
  | { readonly newer: true };

function look(file: string | undefined): Found {
  let text: string;
  try {
    if (file === undefined) return { none: true };
    text = readFileSync(file, "utf8");
  } catch (error) {
    const missing = (error as { code?: string }).code === "ENOENT";
    return { none: true, ...(missing ? {} : { why: error }) };
  }
  try {
    const kept: unknown = JSON.parse(text);
    const version = (kept as { version?: unknown } | null)?.version;
    if (typeof version === "number" && version > VERSION) return { newer: true };
    const state = stateIn(kept);
    return state === undefined ? { broken: true } : { state };
  } catch {
    return { broken: true };
  }
}

/** Moves a file that cannot be read out of the way, and answers where it is now. */
function setAside(file: string): string | undefined {
  const aside = `${file}.broken`;
  try {
    renameSync(file, aside);
    return aside;
  } catch {
    return undefined;
  }
}

const ASIDE = (file: string): Text => ({
  en: `What was remembered could not be read. The file is kept as ${file}.`,
  zh: `上次记住的内容无法读取，原文件保留为 ${file}。`,
});

const NEWER = (file: string): Text => ({
  en: `${file} was written by a newer Interleave, so nothing is read from it or written to it. ` +
    `Update Interleave, or delete the file.`,
  zh: `${file} 是更新版本的 Interleave 写的，这一版不读也不写它。请更新，或者删除这个文件。`,
});

const LOST = (file: string, why: unknown): Text => {
  const reason = why instanceof Error ? why.message : String(why);
  return {
    en: `Nothing is remembered: ${file} cannot be used (${reason}). --no-state does without it.`,
    zh: `什么也记不住：无法使用 ${file}（${reason}）。加上 --no-state 就不用这个文件。`,
  };
};

/**
 * Runs `body` while no other menu changes the file, in whichever program and on whichever runtime.
 * Where no lock can be made, nothing is written either.
 *
 * @throws what the system says where there can be no such file
 */
function alone(file: string, body: () => void): void {
  const lock = `${file}.lock`;
  mkdirSync(dirname(file), { recursive: true });
  if (!taken(lock)) return;
  try {
    body();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** It is held for about a millisecond, so one that is old belongs to nobody any more. */
function taken(lock: string): boolean {
  const patience = Date.now() + 2 * STALE;
  while (Date.now() < patience) {
    try {
      closeSync(openSync(lock, "wx"));
      return true;
    } catch (error) {
      if ((error as { code?: string }).code !== "EEXIST") throw error;
      if (ageOf(lock) > STALE) rmSync(lock, { force: true });
      else sleepSync(5);
    }
  }
  return false;
}

function ageOf(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0; // gone meanwhile
  }
}

/** Written beside the file and moved into place, so that nobody ever reads half of it. */
function save(file: string, state: State): void {
  const draft = `${file}.${pid}`;
  try {
    writeFileSync(draft, `${JSON.stringify({ ...state, version: VERSION }, null, 2)}\n`);
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The state as one program sees it. */
export interface Store {
  /** Where it is kept; undefined where nothing is. */
  readonly file: string | undefined;
  /** As it was opened, with this program's own changes. */
  readonly state: State;
  /** As it is now, with what other programs have changed. */
  now(): State;
  /** Changes it here and in the file, of which the others' changes are kept. */
  change(edit: (state: State) => State): void;
  /** What a person should know of it and was not told yet. */
  notices(): Text[];
}

/** Opens the state in `file`; without one it lasts as long as the program. */
export function openStore(file: string | undefined): Store {
  let notices: Text[] = [];
  let newer = false, lost = false;
  const lose = (why: unknown) => {
    if (!lost) notices.push(LOST(file!, why));
    lost = true;
  };
  const load = (): State => {
    const found = look(file);
    if ("state" in found) return found.state;
    if ("broken" in found) {
      const aside = setAside(file!);
      if (aside !== undefined) notices.push(ASIDE(aside));
    }
    if ("newer" in found && !newer) {
      newer = true;
      notices.push(NEWER(file!));
    }
    if ("none" in found && found.why !== undefined) lose(found.why);
    return {};
  };
  let state = load();
  return {
    file,
    get state() {
      return state;
    },
    now: () => "none" in look(file) || newer ? state : load(),
    change(edit) {
      state = edit(state);
      if (file === undefined || newer) return;
      try {
        alone(file, () => {
          const theirs = load();
          if (!newer) save(file, edit(theirs));
        });
      } catch (why) {
        lose(why);
      }
    },
    notices() {
      const told = notices;
      notices = [];
      return told;
    },
  };
}
