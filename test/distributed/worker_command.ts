/** The suite of `interleave worker`: flags, help, exit codes, signals, lines. */

// deadline: 300 s

import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import * as assert from "uvu/assert";
import { Pool } from "../../lib/distributed.ts";
import { settingsOf } from "../../lib/distributed/serve_options.ts";
import type { Text } from "../../lib/lesson/language.ts";
import { readWorkerWish } from "../../lib/repl/worker_flags.ts";
import { refusalIn } from "../../lib/repl/worker_words.ts";
import { type Running, spawnScript, startScript, until, within } from "../kit.ts";
import { rejection, thrown } from "../fixtures/outcomes.ts";
import { served } from "../fixtures/distributed/host.ts";
import { PrivateRedis, redisSuite } from "../fixtures/distributed/redis.ts";
import { here, noted, square } from "../fixtures/distributed/tasks.ts";

const test = redisSuite("interleave worker");

/** A running command and what it has said. */
function command(args: readonly string[], url: string): { running: Running; said(): string } {
  let said = "";
  const running = startScript("repl.ts", {
    args: ["worker", "--root", served, "--processes", "1", ...args],
    env: { INTERLEAVE_URL: url },
    deadline: 110_000,
    onOutput: (text) => said += text,
  });
  return { running, said: () => said };
}

interface Line {
  readonly event: string;
  readonly message: string;
}

/** What is said of a wrong command line, without starting anything. */
function refusalOf(words: readonly string[]): Text {
  const wish = readWorkerWish(words, "en");
  if ("wrong" in wish) return wish.wrong;
  if ("help" in wish) throw new Error(`not refused: ${words}`);
  const { message } = thrown(() => settingsOf(wish.options)) as Error;
  return refusalIn(message, wish.options, wish.options.url ?? "");
}

const serves = (said: () => string): Promise<void> =>
  until(() => /\bserves /.test(said()), "it serves", 60_000);

test("--help says what there is, in both languages, and wrong flags say what is wrong", async () => {
  const say = (...args: string[]) => spawnScript("repl.ts", { args: ["worker", ...args] });
  const [en, zh, none, typo, number, folder, password, valueless] = await Promise.all([
    say("--help"),
    say("--help", "--lang", "zh"),
    say(),
    say("--rot", "x"),
    say("--root", ".", "--grace", "soon"),
    say("--root", "nowhere/at/all"),
    say("--root", ".", "--url", "http://me:secret@host"),
    say("--root", "--lang", "zh"),
  ]);
  for (const flag of ["--root", "--only", "--lost-after", "--grace", "--ca", "--initializer"]) {
    assert.ok(en.stdout.includes(flag) && zh.stdout.includes(flag), flag);
  }
  assert.match(zh.stdout, /退出码/);
  assert.equal([en.code, zh.code], [0, 0]);
  assert.match(none.stderr, /--root FOLDER is required/);
  assert.match(typo.stderr, /there is no flag --rot: did you mean --root\?/);
  assert.match(number.stderr, /--grace must be a number of seconds: got "soon"/);
  assert.match(folder.stderr, /root must be a folder, but there is none at .*nowhere/);
  assert.match(password.stderr, /url must be one, as in redis:/);
  assert.not.match(password.stderr, /secret/);
  assert.match(valueless.stderr, /--root 后面必须给出/);
  for (const { code, stdout } of [none, typo, number, folder, password, valueless]) {
    assert.equal([code, stdout], [2, ""]);
  }
});

test("each flag arrives, and what is not said is what the documentation says", () => {
  const flags = "--queue mine --only a.ts --only b/* --processes 3 --maxtasksperchild 7 --name n " +
    "--initializer tasks.ts#prepare --lost-after 4.5 --grace 6 --url redis://h:1";
  const settings = (words: string) => {
    const wish = readWorkerWish(["--root", served, ...words.split(" ")], "en");
    if (!("options" in wish)) throw new Error(JSON.stringify(wish));
    return settingsOf(wish.options);
  };
  const { address, initializer, ...said } = settings(flags);
  assert.is(address.shown, "redis://h:1");
  assert.match(JSON.stringify(initializer), /tasks\.ts.*prepare/);
  const { queue, only, processes, maxtasksperchild, name, lostAfter, grace } = said;
  assert.equal([queue, only, processes, maxtasksperchild], ["mine", ["a.ts", "b/*"], 3, 7]);
  assert.equal([name, lostAfter, grace], ["n", 4500, 6000]);
  const usual = settings("--url redis://h");
  assert.equal([usual.queue, usual.lostAfter, usual.grace], ["interleave", 30_000, 30_000]);
  assert.equal([usual.only, usual.maxtasksperchild], [undefined, undefined]);
});

test("it serves until SIGTERM and exits with 0; its lines can be JSON", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  const { running, said } = command(["--json", "--name", "host-1", "--queue", "mine"], url);
  await serves(said);
  await using pool = new Pool({ url, queue: "mine", module: here, root: served });
  assert.is(await pool.apply(square, [3]), 9);
  running.signal("SIGTERM");
  const { code, stderr, stdout, leftBehind } = await within(10_000, running.ended, "its end");
  assert.equal([code, stdout, leftBehind], [0, "", 0]);
  const lines = stderr.trim().split("\n").map((line) => JSON.parse(line) as { event: string });
  assert.equal(lines.map(({ event }) => event), ["ready", "leaving", "left"]);
  assert.ok(lines.every((line) => (line as unknown as { worker: string }).worker === "host-1"));
});

test("Ctrl-C lets a running task end, though it reaches the task's process, too", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  const path = join(redis.folder, "ran");
  const { running, said } = command([], url);
  await serves(said);
  await using pool = new Pool({ url, module: here, root: served });
  const result = pool.applyAsync(noted, [path, "done"]);
  await until(() => existsSync(path), "it runs", 30_000);
  process.kill(-running.pid!, "SIGINT");
  await until(() => /takes no more tasks; 1 still run/.test(said()), "it is leaving");
  writeFileSync(`${path}.go`, "");
  assert.is(await within(10_000, result.get(), "the task"), "done");
  assert.is((await within(10_000, running.ended, "its end")).code, 0);
});

test("the second signal ends it at once: 143, and the caller learns what was lost", async () => {
  await using redis = await PrivateRedis.start();
  const { url } = redis;
  const path = join(redis.folder, "ran");
  const { running, said } = command(["--lost-after", "1", "--name", "host-1"], url);
  await serves(said);
  await using pool = new Pool({ url, module: here, root: served });
  const result = pool.applyAsync(noted, [path]);
  await until(() => existsSync(path), "it runs", 30_000);
  running.signal("SIGTERM");
  await until(() => /takes no more tasks/.test(said()), "it is leaving");
  running.signal("SIGTERM");
  assert.is((await within(10_000, running.ended, "its end")).code, 143);
  const error = await rejection(within(20_000, result.get(), "the task"));
  assert.match(String(error), /^WorkerLostError: .*noted: host-1 was lost/);
});

test("a wrong password ends it with 1 and the reason; nobody sees the password", async () => {
  await using redis = await PrivateRedis.start({ password: "right" });
  const { running } = command([], `redis://:wrong1234@127.0.0.1:${redis.port}`);
  const { code, output } = await within(30_000, running.ended, "its end");
  assert.is(code, 1);
  assert.match(output, /ConnectionError: Cannot reach redis:\/\/127\.0\.0\.1:\d+: WRONGPASS/);
  assert.not.match(output, /wrong1234/);
});

test("whatever is wrong is said in both languages, and in JSON where that is asked for", async () => {
  const wrong: readonly (readonly string[])[] = [
    [],
    ["word"],
    ["--rot", "x"],
    ["--json=1"],
    ["--root"],
    ["--processes", "x"],
    ["--grace", "soon"],
    ["--lang", "fr"],
    ["--root", ".", "--ca", "nowhere"],
    ["--root", "."],
    ["--root", "nowhere/at/all", "--url", "redis://host"],
    ["--root", ".", "--url", "http://me:topsecret@host"],
    ["--root", ".", "--url", "redis://me:topsecret%@host"],
    ["--root", ".", "--url", "redis://host", "--ca", "package.json"],
    ["--root", ".", "--url", "redis://host", "--queue", "a:b"],
    ["--root", ".", "--url", "redis://host", "--processes", "0"],
    ["--root", ".", "--url", "redis://host", "--maxtasksperchild", "0"],
    ["--root", ".", "--url", "redis://host", "--lost-after", "0.01"],
    ["--root", ".", "--url", "redis://host", "--grace", "99999999"],
    ["--root", ".", "--url", "redis://host", "--name", "a\tb"],
    ["--root", ".", "--url", "redis://host", "--initializer", "nothing"],
    ["--root", ".", "--url", "redis://host", "--initializer", "no.ts#x"],
  ];
  for (const words of wrong) {
    const text = refusalOf(words);
    const shown = JSON.stringify([words, text]);
    assert.match(text.en, /^[\x20-\x7e]+$/, shown);
    assert.match(text.zh, /[\u4e00-\u9fff]{2}/, shown);
    assert.not.match(text.zh, / must | is /, shown);
    assert.not.match(shown.replace(JSON.stringify(words), ""), /topsecret/);
  }
  for (const words of [["--rot"], ["--root", ".", "--url", "redis://host", "--queue", "a:b"]]) {
    const args = ["worker", ...words, "--json", "--lang", "zh"];
    const { code, stderr } = await spawnScript("repl.ts", { args });
    assert.is(code, 2);
    const { event, message } = JSON.parse(stderr) as { event: string; message: string };
    assert.is(event, "usage");
    assert.match(message, /--(rot|queue).*用法见/);
  }
});

test("why it ends is a line of JSON, too; its lines are Chinese where that is asked for", async () => {
  await using redis = await PrivateRedis.start({
    password: "right",
    more: ["--maxmemory-policy", "allkeys-lru"],
  });
  const wrong = command(["--json"], `redis://:wrong1234@127.0.0.1:${redis.port}`);
  const ended = await within(30_000, wrong.running.ended, "its end");
  assert.is(ended.code, 1);
  const lines = ended.stderr.trim().split("\n").map((line) => JSON.parse(line) as Line);
  assert.equal(lines.map(({ event }) => event), ["failed"]);
  assert.match(lines[0]!.message, /^ConnectionError: Cannot reach .*WRONGPASS/);
  const right = command(["--json", "--lang", "zh"], redis.url);
  await until(() => right.said().includes("开始服务"), "it serves", 60_000);
  right.running.signal("SIGTERM");
  const said = (await within(30_000, right.running.ended, "its end")).stderr.trim().split("\n")
    .map((line) => JSON.parse(line) as Line);
  const messages = said.filter(({ event }) => event !== "warning").map(({ message }) => message);
  assert.ok(messages.length < said.length, "BullMQ warns of the policy");
  assert.equal(messages.slice(1), ["不再取任务；还有 0 个在运行", "已退出"]);
  const failed = command(["--lang", "zh"], `redis://:wrong1234@127.0.0.1:${redis.port}`);
  assert.match((await failed.running.ended).stderr, /ConnectionError：连不上 redis:.*WRONGPASS/);
});

test.run();
