/** The package as `npm pack` makes it, installed into a project outside this folder, with no network. */

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { findRuntimes, root } from "./runtimes.ts";

/** What else goes into the package. */
const BESIDE = ["package.json", "README.md", "README.zh.md", "CHANGELOG.md", "LICENSE", "scripts"];

/** Files by their path, as text. */
export type Files = Readonly<Record<string, string>>;

/** A project in a temporary folder that has the package in its node_modules. */
export class Project {
  readonly folder: string;
  readonly #temporary: string;
  /** The names of the files in the package. */
  readonly packed: readonly string[];

  /** @param name the folder's own name; @param files what is in it */
  constructor(name: string, files: Files) {
    this.#temporary = mkdtempSync(join(tmpdir(), "consumer-"));
    const source = join(this.#temporary, "source");
    mkdirSync(source);
    for (const file of BESIDE) cpSync(join(root, file), join(source, file), { recursive: true });
    // The compiler is a program for Node, whichever runtime is tested.
    const node = findRuntimes().find(({ kind }) => kind === "node")!;
    const build = [join(root, "lib/runtime/launch.mjs"), join(root, "test/tools/build.ts")];
    execFileSync(node.file, [...build, join(source, "dist")], { stdio: "inherit" });
    const npm = ["pack", "--ignore-scripts", "--json", "--pack-destination", this.#temporary];
    const [told] = JSON.parse(execFileSync("npm", npm, { cwd: source, encoding: "utf8" })) as [
      { filename: string; files: { path: string }[] },
    ];
    this.packed = told.files.map(({ path }) => path);
    this.folder = join(this.#temporary, name);
    const installed = join(this.folder, "node_modules/interleave");
    mkdirSync(installed, { recursive: true });
    const tarball = join(this.#temporary, told.filename);
    execFileSync("tar", ["-xzf", tarball, "--strip-components=1", "-C", installed]);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), text);
    }
  }

  /** Makes a package of this checkout's node_modules one of the project's. */
  borrow(name: string): boolean {
    const from = join(root, "node_modules", name);
    if (!existsSync(from)) return false;
    cpSync(from, join(this.folder, "node_modules", name), { recursive: true, dereference: true });
    return true;
  }

  /** The environment of somebody who has nothing of ours. */
  get env(): Record<string, string | undefined> {
    return { ...process.env, HOME: this.#temporary, INTERLEAVE_STATE: "off" };
  }

  [Symbol.dispose](): void {
    rmSync(this.#temporary, { recursive: true, force: true });
  }
}
