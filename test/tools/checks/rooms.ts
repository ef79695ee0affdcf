/**
 * The rooms of the project and which way imports may go. A room uses its own files and those of the
 * rooms it names, nothing else; so no room can come to depend on one that is built upon it.
 */

export interface Room {
  readonly name: string;
  /** A path, or the beginning of one when it ends in "/". The longest that fits decides. */
  readonly files: readonly string[];
  readonly uses: readonly string[];
}

const BASE = ["runtime", "system", "values"];
const LIBRARY = [
  ...BASE,
  "memory",
  "threads",
  "processes",
  "coroutines",
  "explore",
  "trace",
  "distributed",
];
const LESSONS = [...LIBRARY, "lesson", "scripts"];

export const rooms: readonly Room[] = [
  { name: "runtime", files: ["lib/runtime/"], uses: [] },
  { name: "system", files: ["lib/system/"], uses: ["runtime"] },
  {
    name: "values",
    files: [
      "lib/errors.ts",
      "lib/brief.ts",
      "lib/called.ts",
      "lib/show.ts",
      "lib/codec.ts",
      "lib/codec/",
      "lib/arguments.ts",
      "lib/adopt.ts",
      "lib/waiting.ts",
      "lib/idling.ts",
      "lib/turns.ts",
      "lib/columns.ts",
      "lib/describe_error.ts",
      "lib/place.ts",
    ],
    uses: ["runtime", "system"],
  },
  { name: "memory", files: ["lib/memory/"], uses: BASE },
  {
    name: "threads",
    files: ["lib/program/", "lib/threading.ts", "lib/threading/", "lib/queue.ts", "lib/queue/"],
    uses: [...BASE, "memory"],
  },
  {
    name: "processes",
    files: ["lib/multiprocessing.ts", "lib/multiprocessing/"],
    uses: [...BASE, "memory", "threads"],
  },
  { name: "coroutines", files: ["lib/coroutine.ts", "lib/coroutine/"], uses: BASE },
  {
    name: "explore",
    files: ["lib/explore.ts", "lib/explore/"],
    uses: [...BASE, "memory", "threads"],
  },
  {
    name: "trace",
    files: ["lib/trace.ts", "lib/trace/"],
    uses: [...BASE, "memory", "threads", "processes", "coroutines"],
  },
  {
    name: "distributed",
    files: ["lib/distributed.ts", "lib/distributed/"],
    uses: [...BASE, "memory", "threads", "processes"],
  },
  {
    name: "lesson",
    files: ["lib/lesson.ts", "lib/lesson_machines.ts", "lib/lesson/"],
    uses: LIBRARY,
  },
  { name: "scripts", files: ["scripts/"], uses: [...LIBRARY, "lesson"] },
  { name: "repl", files: ["lib/repl/", "repl.ts"], uses: LESSONS },
  { name: "test", files: ["test/"], uses: [...LESSONS, "repl"] },
];

/** The rooms that may import npm packages, and which. */
export const packages: Readonly<Record<string, readonly string[]>> = {
  repl: ["@inquirer/prompts", "kleur"],
  distributed: ["bullmq", "ioredis"],
  test: ["uvu", "uvu/assert", "kleur", "bullmq", "ioredis"],
};

/** These names are known only to lib/runtime and lib/system, and to tests. */
export const ofTheRuntime =
  /\b(?:Deno|Bun)\s*[.[]|(?<![.\w])process\s*[.[]|\bglobalThis\.(?:Deno|Bun|process)\b/g;

/** And so are these modules. */
export const modulesOfTheRuntime = /^(?:node:)?(?:process|worker_threads|child_process|cluster)$/;

/** What some files of a room may not import of the same room, and what they use instead. */
export interface Wall {
  readonly files: readonly string[];
  readonly never: readonly string[];
  readonly instead: string;
}

const multiprocessing = (...folders: string[]) =>
  folders.map((folder) => `lib/multiprocessing/${folder}/`);
const OBJECTS = ["sync", "queues", "numbers", "process"];

/** Public objects and the broker speak by messages: each can be read, and changed, without the other. */
export const walls: readonly Wall[] = [
  {
    files: multiprocessing(...OBJECTS, "link", "file", "pool"),
    never: multiprocessing("broker"),
    instead: "lib/multiprocessing/protocol.ts",
  },
  {
    files: multiprocessing("broker"),
    never: multiprocessing(...OBJECTS, "pool"),
    instead: "lib/multiprocessing/protocol.ts",
  },
];

/** The room of a file. */
export function roomOf(path: string): Room | undefined {
  let best: { room: Room; length: number } | undefined;
  for (const room of rooms) {
    for (const start of room.files) {
      const fits = start.endsWith("/") ? path.startsWith(start) : path === start;
      if (fits && start.length > (best?.length ?? 0)) best = { room, length: start.length };
    }
  }
  return best?.room;
}
