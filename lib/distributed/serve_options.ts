/** What a worker is told, checked. */

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { checkSignal, given, optionsOf, wholeNumber } from "../arguments.ts";
import { cpuCount, pid } from "../runtime/current.ts";
import { os } from "../runtime/builtin.ts";
import { type Address, addressOf, queueOf, type Tls } from "./address.ts";
import { realPath, rootFolder } from "./modules.ts";

/** Options of `serve`. */
export interface ServeOptions {
  /** Where Redis is, as for `Pool`. Default: the environment's INTERLEAVE_URL. */
  url?: string | undefined;
  /** The queue from which tasks are taken. Default: "interleave". */
  queue?: string | undefined;
  /** Only modules below this folder are served, links followed. */
  root: string | URL;
  /** Of these, only those whose paths below `root` fit one of these patterns; `*` stands for anything. */
  only?: readonly string[] | undefined;
  /** How many processes run tasks. Default: as many as processors. */
  processes?: number | undefined;
  /** After so many tasks a process is replaced by a new one. Default: never. */
  maxtasksperchild?: number | undefined;
  /** What each process calls before its first task: `init.ts#setUp`, a path below `root` and an export. */
  initializer?: string | undefined;
  /** After how long, in ms, tasks of a worker count as lost of which nothing is heard. Default: 30,000. */
  lostAfter?: number | undefined;
  /** How long, in ms, tasks may run on when the worker is to end. Default: 30,000. */
  grace?: number | undefined;
  /** How the worker is called in errors and lists. Default: the name of the machine and the process id. */
  name?: string | undefined;
  /** What a URL cannot say of an encrypted connection. */
  tls?: Tls | undefined;
  /** When it is aborted, the worker takes no more tasks, ends what runs, and leaves. */
  signal?: AbortSignal | undefined;
  /** Lines on standard error as JSON. */
  json?: boolean | undefined;
}

/** The same, complete. */
export interface Settings {
  readonly address: Address;
  readonly queue: string;
  readonly root: string;
  readonly only: readonly string[] | undefined;
  readonly processes: number;
  readonly maxtasksperchild: number | undefined;
  readonly initializer: { readonly module: string; readonly name: string } | undefined;
  readonly lostAfter: number;
  readonly grace: number;
  readonly name: string;
  readonly signal: AbortSignal | undefined;
  readonly json: boolean;
}

const ACT = "serve";
const LONGEST = 2 ** 31 - 1;

const KNOWN = new Set([
  ...["url", "queue", "root", "only", "processes", "maxtasksperchild", "initializer", "lostAfter"],
  ...["grace", "name", "tls", "signal", "json"],
]);

/** @throws {TypeError} or a RangeError that names the option which cannot be */
export function settingsOf(options: ServeOptions): Settings {
  const act = `Cannot ${ACT}`;
  for (const name of Object.keys(optionsOf(act, options))) {
    if (!KNOWN.has(name)) throw new TypeError(`${act}: there is no option ${given(name)}`);
  }
  const { processes = cpuCount(), maxtasksperchild, lostAfter = 30_000, grace = 30_000 } = options;
  wholeNumber(act, "processes", processes, 1, 1024);
  if (maxtasksperchild !== undefined) {
    wholeNumber(act, "maxtasksperchild", maxtasksperchild, 1);
  }
  wholeNumber(act, "lostAfter", lostAfter, 100, LONGEST);
  wholeNumber(act, "grace", grace, 0, LONGEST);
  checkSignal(act, options.signal);
  const name = nameOf(options.name);
  const root = rootFolder(ACT, options.root);
  return {
    address: addressOf(ACT, options.url, options.tls),
    queue: queueOf(ACT, options.queue),
    root,
    only: onlyOf(options.only),
    processes,
    maxtasksperchild,
    initializer: initializerOf(options.initializer, root),
    lostAfter,
    grace,
    name,
    signal: options.signal,
    json: options.json === true,
  };
}

/** How a worker is called that was given no name. */
export const usualName = (): string => `${os().hostname()}-${pid}`;

function nameOf(name: unknown = usualName()): string {
  if (typeof name === "string" && /^[^\p{Cc}]{1,100}$/u.test(name)) return name;
  throw new TypeError(
    `Cannot ${ACT}: name must be a text of 1 to 100 characters on one line, but it is ${
      given(name)
    }`,
  );
}

function onlyOf(only: unknown): readonly string[] | undefined {
  if (only === undefined) return undefined;
  const isList = Array.isArray(only) &&
    only.every((path) => typeof path === "string" && path !== "");
  if (isList) return [...only as string[]];
  throw new TypeError(
    `Cannot ${ACT}: only must be an array of paths below root, as in ["jobs/*.ts"], but it is ${
      given(only)
    }`,
  );
}

function initializerOf(text: unknown, root: string): Settings["initializer"] {
  if (text === undefined) return undefined;
  const [, path, name] = /^([^#]+)#([^#]+)$/.exec(String(text)) ?? [];
  if (typeof text !== "string" || path === undefined || name === undefined) {
    throw new TypeError(
      `Cannot ${ACT}: initializer must be a path below root and an export, as in init.ts#setUp, ` +
        `but it is ${given(text)}`,
    );
  }
  const file = realPath(root, path);
  if (file !== undefined) return { module: pathToFileURL(join(root, file)).href, name };
  throw new TypeError(
    `Cannot ${ACT}: initializer: there is no file ${given(path)} below ${root}`,
  );
}
