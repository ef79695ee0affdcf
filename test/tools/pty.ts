/**
 * A pseudo-terminal for tests: what a person types and what a person sees. Node, Deno and Bun cannot
 * open one, so a program that every CI machine has does: python3, else the `script` of util-linux.
 */

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import process from "node:process";
import type { Writable } from "node:stream";
import { clearTimeout, setTimeout } from "node:timers";
import { stripVTControlCharacters } from "node:util";
import { readTexts } from "../../lib/system/texts.ts";

/** Runs argv[3:] in a terminal of argv[1] columns and argv[2] rows, and ends as it ends. Lines "columns rows" in descriptor 3 change its size. */
const PYTHON = `
import fcntl, os, pty, select, struct, sys, termios
columns, rows, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    os.execvp(command[0], command)
keyboard, sizes = True, [3]
while True:
    ready = select.select(([fd, 0] if keyboard else [fd]) + sizes, [], [])[0]
    if 3 in ready:
        size = os.read(3, 4096).split(b"\\n")[:-1]
        for line in size:
            wide, high = map(int, line.split())
            fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", high, wide, 0, 0))
        if not size: sizes = []
    if 0 in ready:
        typed = os.read(0, 4096)
        if typed: os.write(fd, typed)
        else: keyboard = False
    if fd in ready:
        try: shown = os.read(fd, 65536)
        except OSError: shown = b""
        if not shown: break
        os.write(1, shown)
status = os.waitpid(pid, 0)[1]
sys.exit(os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))
`;

type Opener = (words: readonly string[], columns: number, rows: number) => string[];

const openers: Readonly<Record<string, Opener>> = {
  python3: (words, columns, rows) => ["python3", "-c", PYTHON, `${columns}`, `${rows}`, ...words],
  script: (words, columns, rows) => {
    const command = words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
    const sized = `stty cols ${columns} rows ${rows}; exec ${command}`;
    return ["script", "-qefc", sized, "/dev/null"];
  },
};

const PROBES: Readonly<Record<string, string[]>> = {
  python3: ["-c", "import fcntl, os, pty, termios; os.waitstatus_to_exitcode"],
  script: ["--version"],
};

/** What opens a terminal on this machine, or undefined. */
export const opener: string | undefined = Object.keys(openers).find((name) =>
  spawnSync(name, PROBES[name], { stdio: "ignore" }).status === 0
);

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** A program in a terminal of its own. */
export class Terminal {
  readonly #child: ChildProcess;
  readonly #watchers = new Set<() => void>();
  #raw = "";
  /** Where the last thing that was seen ended, in the text. */
  #seen = 0;
  /** The program's exit code, as a shell tells it. */
  readonly ended: Promise<number | null>;

  constructor(words: readonly string[], { columns = 80, rows = 30, env, cwd }: TerminalOptions) {
    if (!opener) throw new Error("neither python3 nor script is here to open a terminal");
    const [file = "", ...args] = openers[opener]!(words, columns, rows);
    this.#child = spawn(file, args, {
      cwd,
      env: { ...process.env, TERM: "xterm-256color", ...env } as NodeJS.ProcessEnv,
      stdio: ["pipe", "pipe", "inherit", "pipe"],
    });
    readTexts(this.#child.stdout!, (text) => {
      this.#raw += text;
      for (const watcher of this.#watchers) watcher();
    });
    this.#child.stdin!.on("error", () => {}); // it may have ended
    this.ended = new Promise((settle, fail) => {
      this.#child.on("error", fail);
      this.#child.on("close", (code) => settle(code));
    });
  }

  /** Everything shown so far, as the terminal got it. */
  get raw(): string {
    return this.#raw;
  }

  /** The same without colours and cursor movements. */
  get text(): string {
    return stripVTControlCharacters(this.#raw).replaceAll("\r", "");
  }

  /** The lines, each piece by itself where the cursor was moved meanwhile. */
  get lines(): string[] {
    // deno-lint-ignore no-control-regex
    const moved = this.#raw.replace(/\x1b\[[\d;]*[A-HJKf]/g, "\n");
    return stripVTControlCharacters(moved).replaceAll("\r", "").split("\n");
  }

  /** Presses keys. */
  type(keys: string): void {
    this.#child.stdin!.write(keys);
  }

  /** Gives the terminal another size. */
  resize(columns: number, rows: number): void {
    (this.#child.stdio[3] as Writable).write(`${columns} ${rows}\n`);
  }

  /** The lines of what a prompt has drawn last, without colours. */
  get frame(): string[] {
    // A prompt clears its old lines first, or all below where it begins.
    // deno-lint-ignore no-control-regex
    const drawn = this.#raw.split(/\x1b\[2K\x1b\[G|\x1b\[J/).at(-1)!;
    return stripVTControlCharacters(drawn).replaceAll("\r", "").split("\n");
  }

  /** Waits until `wanted` is shown after what was seen before, and answers the match. */
  see(wanted: RegExp | string, ms = 45_000): Promise<RegExpExecArray> {
    const pattern = typeof wanted === "string"
      ? new RegExp(wanted.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
      : wanted;
    const late = new Error(`${pattern} was not shown within ${ms} ms`);
    return new Promise((settle, fail) => {
      const look = () => {
        const found = pattern.exec(this.text.slice(this.#seen));
        if (!found) return;
        this.#seen += found.index + found[0].length;
        clearTimeout(timer);
        this.#watchers.delete(look);
        settle(found);
      };
      const timer = setTimeout(() => {
        this.#watchers.delete(look);
        late.message += `; the end of the screen:\n${this.text.slice(-1500)}`;
        fail(late);
      }, ms);
      this.#watchers.add(look);
      look();
    });
  }

  [Symbol.dispose](): void {
    this.#child.kill("SIGKILL");
  }
}
