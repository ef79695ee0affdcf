/** The suite of time: the longest waits, and clocks that somebody has stopped. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { coroutine, createTask, run, sleep } from "../../lib/coroutine.ts";
import { sleep as threadSleep } from "../../lib/threading.ts";
import { spawnScript, within } from "../kit.ts";

const test = suite("clock");

test("a wait of weeks, or for ever, does not end at once", async () => {
  const ended = await spawnScript("test/fixtures/long_waits.ts");
  assert.is(ended.stderr, "");
  assert.is(ended.stdout, "none\n");
  assert.is(ended.code, 0);
});

test("waits end also where a framework has stopped the clocks and the timers", async () => {
  const ended = await spawnScript("test/fixtures/fake_clock.ts", { deadline: 20_000 });
  assert.is(ended.stderr, "");
  assert.is(
    ended.stdout,
    "lock false\ncontended true\nqueue Empty\nmp Empty\nmap [2, 4, 6]\ncoroutine\ntimer true\n",
  );
});

test("programs wait, and end their children, also where node:timers was replaced", async () => {
  const ended = await spawnScript("test/fixtures/fake_end.ts", { deadline: 30_000 });
  assert.is(ended.stderr, "");
  assert.is(ended.stdout, "event true\nchild 1\n");
  assert.is(ended.code, 0);
});

test("processes and pools go on, and end, also where process.nextTick was replaced", async () => {
  const ended = await spawnScript("test/fixtures/fake_ticks.ts", { deadline: 30_000 });
  assert.is(ended.stderr, "");
  assert.is(
    ended.stdout,
    "process 4 0\nkilled -9\ngrandchild 6\npoured 6000000\nPool 200\nThreadPool 200\n",
  );
  assert.is(ended.code, 0);
});

test("sleep of coroutines: its signal ends it, and leaves no listener", async () => {
  const controller = new AbortController();
  let listeners = 0;
  const { signal } = controller;
  const add = signal.addEventListener.bind(signal),
    remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...args: Parameters<typeof add>) => (listeners++, add(...args));
  signal.removeEventListener = (
    ...args: Parameters<typeof remove>
  ) => (listeners--, remove(...args));
  const reason = new Error("enough");
  const main = coroutine(function* () {
    const task = createTask(sleep(60_000, { signal }));
    yield* sleep(1, { signal });
    assert.is(listeners, 1);
    controller.abort(reason);
    let seen: unknown;
    try {
      yield* task;
    } catch (error) {
      seen = error;
    }
    assert.is(seen, reason);
    assert.is(listeners, 0);
    seen = undefined;
    try {
      yield* sleep(60_000, { signal });
    } catch (error) {
      seen = error;
    }
    assert.is(seen, reason);
    assert.is(listeners, 0);
  });
  await within(10_000, run(main()));
  for (const signal of [5, "x", {}]) {
    const wrong = coroutine(function* () {
      yield* sleep(1, { signal: signal as unknown as AbortSignal });
    });
    const error = await run(wrong()).catch((error: Error) => error);
    assert.instance(error, TypeError);
  }
});

test("sleep: its limits", () => {
  for (const ms of [-1, NaN]) assert.throws(() => void threadSleep(ms), /0 or more/);
});

test.run();
