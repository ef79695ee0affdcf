/** The suite of the Python twins: each takes what its lesson takes, prints its lines, and finds its facts. */
// deadline: 600 s
// in a whole run: node24, bun

import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { AnyLesson } from "../../lib/lesson/declaration.ts";
import { readFlags } from "../../lib/lesson/flags.ts";
import type { Language } from "../../lib/lesson/language.ts";
import { type AnyValues, type Parameter, SPEED, standard } from "../../lib/lesson/parameters.ts";
import { lessons } from "../../scripts/index.ts";
import { root, spawnScript } from "../kit.ts";
import { inLanguage, light } from "../tools/lessons.ts";
import { run } from "../tools/process.ts";
import { inPython, python, spawnPython } from "../tools/python.ts";

const test = suite("twins");
const LANGUAGES = ["en", "zh"] as const;

const twinOf = (name: string) => `scripts/${name}.py`;

test("every lesson has a twin, every twin a lesson", () => {
  const twins = readdirSync(join(root, "scripts")).filter((file) => file.endsWith(".py"));
  const names = twins.map((file) => file.slice(0, -3)).sort();
  // What needs more than Python and this library has none: its texts say how it would be done there.
  const twinned = lessons.filter(({ missing }) => missing === undefined);
  assert.equal(names, twinned.map(({ name }) => name).sort());
});

/** A parameter as `--describe` of the twin should tell it. */
function described(parameter: Parameter, language: Language) {
  const { kind } = parameter;
  const limits = kind === "switch"
    ? { min: null, max: null }
    : kind === "text"
    ? { min: 1, max: parameter.max }
    : { min: parameter.min, max: parameter.max };
  return { kind, standard: standard(parameter, language), ...limits };
}

/** The values that `args` stand for. */
function valuesOf(lesson: AnyLesson, args: readonly string[], language: Language): AnyValues {
  const { values, wrong } = readFlags([...args, "--lang", language], lesson.parameters, () => "");
  assert.is(wrong, undefined);
  return values;
}

/** A line without what differs between two runs of one program. */
const shape = (line: string) =>
  line.replace(/yield\*/g, "await").replace(/\d+(\.\d+)?/g, "0").trimEnd();

/** The lines of a lesson itself, each shape once: what comes after an empty line is said about it. */
function shapes(text: string): string[] {
  const lines = text.split("\n");
  const end = lines.indexOf("");
  return [...new Set(lines.slice(0, end < 0 ? lines.length : end).map(shape))].sort();
}

/** The names of all facts, at every depth; of a list those of its first element. */
function keysOf(facts: unknown): unknown {
  if (Array.isArray(facts)) return facts.slice(0, 1).map(keysOf);
  if (typeof facts !== "object" || facts === null) return typeof facts;
  return Object.fromEntries(
    Object.entries(facts).sort().map(([name, value]) => [name, keysOf(value)]),
  );
}

for (const lesson of lessons.filter(({ name }) => existsSync(join(root, twinOf(name))))) {
  const { name } = lesson;
  const args = light[name] ?? [];

  inPython(
    test,
    `${name}: the twin takes the same flags, with the same defaults and ranges`,
    async () => {
      // Only a text has another default in another language.
      const texts = Object.values<Parameter>(lesson.parameters).some(({ kind }) => kind === "text");
      for (const language of texts ? LANGUAGES : ["en"] as const) {
        const env = inLanguage(language);
        const { stdout, code, stderr } = await spawnPython(twinOf(name), ["--describe"], { env });
        assert.is(code, 0, stderr);
        const wanted = Object.entries<Parameter>({ ...lesson.parameters, speed: SPEED })
          .map(([name, parameter]) => [name, described(parameter, language)]);
        assert.equal(JSON.parse(stdout), Object.fromEntries(wanted));
      }
    },
  );

  inPython(test, `${name}: the twin prints the same lines and finds the same facts`, async () => {
    for (const language of LANGUAGES) {
      const env = inLanguage(language), words = [...args, "--json"];
      const [here, there] = await Promise.all([
        spawnScript(`scripts/${name}.ts`, { args: words, env, deadline: 60_000 }),
        spawnPython(twinOf(name), words, { env, deadline: 60_000 }),
      ]);
      assert.equal([there.code, there.leftBehind], [0, 0], there.output);
      assert.is(/[\u4e00-\u9fff]/.test(there.stderr), language === "zh");
      const [ours, theirs] = [JSON.parse(here.stdout), JSON.parse(there.stdout)];
      const values = valuesOf(lesson, args, language);
      assert.equal(theirs.parameters, values);
      if (name === "coroutine") { // its second half shows what only JavaScript has, or only Python
        assert.is(theirs.held, true);
        continue;
      }
      assert.equal(shapes(there.stderr.trimEnd()), shapes(here.stderr));
      assert.equal(keysOf(theirs.result), keysOf(ours.result));
      assert.ok(lesson.held(theirs.result, values), there.stdout);
      // Whatever is said about facts can be said about these.
      assert.ok(lesson.closing(theirs.result, values)[language]);
      lesson.picture?.(theirs.result, values);
      assert.type(lesson.prediction?.answer(theirs.result, values) ?? "", "string");
    }
  });
}

inPython(test, "without --json the lines go to standard output, and nothing else", async () => {
  const { stdout, stderr } = await spawnPython("scripts/lock.py", light["lock"]!, {
    env: inLanguage("en"),
  });
  const lines = "2 threads, each adds and takes away 100 times\nglobal_score: 100\n";
  assert.equal([stdout, stderr], [lines, ""]);
});

inPython(test, "a wrong value, an unknown flag and a stray word end a twin with 2", async () => {
  for (const words of ["--threads 0", "--threads 1.5", "--threads x", "--thread 4", "4"]) {
    const { code, stderr, stdout } = await spawnPython("scripts/lock.py", words.split(" "));
    assert.equal([code, stdout], [2, ""], words);
    assert.match(stderr, /usage: .*lock\.py/);
  }
});

inPython(test, "--help says the ranges and the defaults", async () => {
  const { code, stdout } = await spawnPython("scripts/lock.py", ["--help"]);
  assert.is(code, 0);
  assert.match(stdout, /--threads N\s+1 to 64 \(default 10\)/);
  assert.match(stdout, "--lock, --no-lock");
});

inPython(test, "whatever starts the processes, also from the folder of the twins", async () => {
  const folder = mkdtempSync(join(tmpdir(), "interleave-"));
  try {
    for (const method of ["fork", "spawn", "forkserver"]) {
      const code = `import multiprocessing\nmultiprocessing.set_start_method("${method}", True)\n`;
      writeFileSync(join(folder, "sitecustomize.py"), code);
      for (const name of ["process", "pool", "queue", "socket"]) {
        const { code, output, leftBehind, stdout } = await spawnPython(`${name}.py`, [
          ...light[name]!,
          "--json",
        ], { cwd: join(root, "scripts"), env: { PYTHONPATH: folder } });
        assert.equal([code, leftBehind], [0, 0], output);
        assert.is(JSON.parse(stdout).python.startMethod, method);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

inPython(
  test,
  "a signal ends a twin with its code, and its threads and processes with it",
  async () => {
    const codes = [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]] as const;
    const begun = [["process", "parent process"], ["pool", "begins"], ["thread", "current thread"]];
    for (const [signal, code] of codes) {
      for (const [name, line] of begun) {
        const program = run({ file: python!, args: ["-B", twinOf(name!)] }, {
          deadline: 20_000,
          cwd: root,
          env: inLanguage("en"),
          onOutput: (text) => {
            if (text.includes(line!)) program.signal(signal);
          },
        });
        const ended = await program.ended;
        assert.equal([ended.code, ended.leftBehind], [code, 0], `${name}: ${ended.output}`);
        assert.is(ended.stderr, "");
      }
    }
  },
);

inPython(
  test,
  "what a twin forks leaves signals to the kernel, so that it can be ended",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "interleave-"));
    try {
      const script = join(folder, "forks.py");
      writeFileSync(
        script,
        `"""Counts the signals that a child hears by itself."""
import os, signal, sys
sys.path[0] = ${JSON.stringify(join(root, "scripts", "about"))}
from twin import lesson


def program(_):
    pid = os.fork()
    if pid == 0:
        signals = signal.SIGINT, signal.SIGTERM, signal.SIGHUP
        os._exit(sum(signal.getsignal(each) != signal.SIG_DFL for each in signals))
    return {"heard": os.WEXITSTATUS(os.waitpid(pid, 0)[1])}


lesson(program)
`,
      );
      const { code, output, stdout } = await spawnPython(script, ["--json"]);
      assert.is(code, 0, output);
      assert.is(JSON.parse(stdout).result.heard, 0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

test.run();
