/** What suites of the menu share: it is opened in a terminal of its own, and answered as a person would. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import type { Test } from "uvu";
import * as assert from "uvu/assert";
import { root, within } from "../kit.ts";
import { opener, Terminal, type TerminalOptions } from "./pty.ts";
import { commandFor, thisRuntime } from "./runtimes.ts";

export const ENTER = "\r", DOWN = "\x1b[B", CTRL_C = "\x03", CTRL_D = "\x04";
export const english = { LC_ALL: "C.UTF-8", NO_COLOR: undefined, FORCE_COLOR: undefined };

export interface Options extends Partial<TerminalOptions> {
  readonly words?: readonly string[];
  readonly state?: string;
}

export function open(
  script: string,
  { words = [], state, env, ...options }: Options = {},
): Terminal {
  const { file, args } = commandFor(thisRuntime(), join(root, script), words);
  const memory = state === undefined
    ? { INTERLEAVE_STATE: "off" }
    : { XDG_STATE_HOME: state, INTERLEAVE_STATE: undefined };
  return new Terminal([file, ...args], {
    cwd: root,
    ...options,
    env: { ...english, ...memory, ...env },
  });
}

/** Takes the lesson whose name is typed. */
export async function pick(
  terminal: Terminal,
  name: string,
  question = "Which lesson?",
): Promise<void> {
  await terminal.see(question);
  terminal.type(name);
  await terminal.see(new RegExp(` ${name}\\n❯ ${name}`)); // filtered, and ready to be taken
  terminal.type(ENTER);
}

/** Answers the question for `name`; "" takes what is offered. */
export async function answer(terminal: Terminal, name: string, value = ""): Promise<void> {
  await terminal.see(new RegExp(`\\? ${name}[:：]`));
  terminal.type(value);
  if (value !== "") await terminal.see(value);
  terminal.type(ENTER);
}

/** Takes this runtime, whichever others were found. */
export async function here(terminal: Terminal): Promise<void> {
  await terminal.see(/Run it on\n❯ \w+ \d/);
  terminal.type(ENTER);
}

export async function end(terminal: Terminal, code: number): Promise<void> {
  assert.is(await within(45_000, terminal.ended, "the end of the REPL"), code, terminal.text);
  assert.ok(
    terminal.raw.lastIndexOf("\x1b[?25h") >= terminal.raw.lastIndexOf("\x1b[?25l"),
    "the cursor was left hidden",
  );
}

/** A test that needs a terminal: required in CI, and said to be missing elsewhere. */
export function inTerminal(
  test: Test,
  name: string,
  body: () => Promise<void>,
): void {
  if (opener !== undefined) return void test(name, body);
  const required = /^(1|true)$/.test(process.env["CI"] ?? "");
  test(`${name} (no terminal can be opened here: python3 or script is missing)`, () => {
    assert.not.ok(required, "in CI a terminal is required");
  });
}

export async function temporary(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "interleave-"));
  try {
    await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
