/** A project outside this folder into which the package was installed from its tarball, with no network. */

import { execFileSync, spawnSync, type SpawnSyncReturns } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { root, thisRuntime } from "./runtimes.ts";
import { tarball } from "./tarball.ts";

/** Files by their path, as text. */
export type Files = Readonly<Record<string, string>>;

/** Where and how a program of a project is run. */
export interface Way {
  /** A folder of the project; default: its own. */
  readonly cwd?: string;
  /** Further flags of the runtime, before the program. */
  readonly flags?: readonly string[];
  /** Flags of Deno in place of "-A". */
  readonly permissions?: readonly string[];
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** What the command begins with, such as setpriv and its options. */
  readonly before?: readonly string[];
}

/** A project in a temporary folder that has the package in its node_modules. */
export class Project {
  readonly folder: string;
  readonly #temporary: string;
  /** The names of the files in the package. */
  readonly packed: readonly string[];

  /** @param name the folder's own name; @param files what is in it */
  constructor(name: string, files: Files) {
    this.#temporary = realpathSync(mkdtempSync(join(tmpdir(), "consumer-")));
    this.folder = join(this.#temporary, name);
    const installed = join(this.folder, "node_modules/interleave");
    mkdirSync(installed, { recursive: true });
    const made = tarball();
    this.packed = made.files;
    execFileSync("tar", ["-xzf", made.path, "--strip-components=1", "-C", installed]);
    // As npm does it: what `npx interleave` runs.
    mkdirSync(join(this.folder, "node_modules/.bin"));
    symlinkSync("../interleave/dist/repl.js", join(this.folder, "node_modules/.bin/interleave"));
    this.write(files);
    process.on("exit", () => this[Symbol.dispose]());
  }

  /** Writes files into the project. */
  write(files: Files): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), text);
    }
  }

  /** Makes a package of this checkout's node_modules one of the project's, by a link, as pnpm does. */
  borrow(...names: readonly string[]): void {
    for (const name of names) {
      const from = join(root, "node_modules", name);
      if (!existsSync(from)) throw new Error(`Cannot borrow ${name}: run npm ci first`);
      const place = join(this.folder, "node_modules", name);
      mkdirSync(dirname(place), { recursive: true });
      if (!existsSync(place)) symlinkSync(from, place);
    }
  }

  /** The environment of somebody who has nothing of ours: a HOME with nothing in it. */
  get env(): Record<string, string | undefined> {
    return {
      ...process.env,
      HOME: this.#temporary,
      INTERLEAVE_STATE: "off",
      DENO_NO_UPDATE_CHECK: "1",
      NO_COLOR: "1",
      FORCE_COLOR: undefined,
    };
  }

  /** The command that runs a program of the project on the runtime of this suite. */
  wordsFor(words: readonly string[], { permissions = ["-A"], flags = [] }: Way = {}): string[] {
    const start = thisRuntime().kind === "deno"
      ? ["run", "-q", "--no-prompt", "--node-modules-dir=manual", ...permissions]
      : [];
    return [process.execPath, ...start, ...flags, ...words];
  }

  /** Runs a program of the project on the runtime of this suite. */
  run(words: readonly string[], way: Way = {}): SpawnSyncReturns<string> {
    return this.command(this.wordsFor(words, way), way);
  }

  /** Runs any command in the project. */
  command(words: readonly string[], way: Way = {}): SpawnSyncReturns<string> {
    const [file, ...args] = [...(way.before ?? []), ...words];
    return spawnSync(file!, args, {
      cwd: join(this.folder, way.cwd ?? ""),
      encoding: "utf8",
      env: { ...this.env, ...way.env },
      timeout: 150_000, // of a busy machine
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.#temporary, { recursive: true, force: true });
  }
}
