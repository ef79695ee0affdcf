/** The suite of Process: its life, its names, its end, its children. */

import process from "node:process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  activeChildren,
  cpuCount,
  currentProcess,
  Event,
  parentProcess,
  Process,
  Queue,
  RuntimeError,
  WorkerLostError,
} from "../../lib/multiprocessing.ts";
import {
  add,
  give,
  haveChild,
  haveChildAsDaemon,
  here,
  orphan,
  passDown,
  rest,
  spin,
  spinAfter,
  whoAmI,
} from "../fixtures/processes.ts";
import { until, within } from "../kit.ts";
import { alive, rejection, thrown } from "../fixtures/outcomes.ts";

const test = suite("multiprocessing_process");

test("a process runs its target elsewhere and gives its result", async () => {
  const child = new Process({ target: whoAmI, module: here, name: "Ada" });
  assert.is(child.pid, null);
  assert.is(child.exitcode, null);
  assert.is(child.isAlive(), false);
  child.start();
  assert.is(child.isAlive(), true);
  assert.type(child.pid, "number");
  assert.equal(activeChildren(), [child]);
  const { name, pid, daemon, parent, runs } = await child.result();
  assert.is(runs, true);
  assert.is(name, "Ada");
  assert.is(pid, child.pid);
  assert.is.not(pid, process.pid);
  assert.is(daemon, false);
  assert.equal(parent, { name: "MainProcess", pid: process.pid, alive: true });
  await child.join();
  assert.is(child.isAlive(), false);
  assert.is(child.exitcode, 0);
  assert.equal(activeChildren(), []);
});

test("the main process knows itself", () => {
  assert.is(currentProcess().name, "MainProcess");
  assert.is(currentProcess().pid, process.pid);
  assert.is(currentProcess().daemon, false);
  assert.is(parentProcess(), null);
  assert.ok(cpuCount() >= 1);
});

test("unnamed processes are numbered", () => {
  const [one, two] = [1, 2].map((n) => new Process({ target: give, args: [n], module: here }));
  const number = Number(one!.name.match(/^Process-(\d+)$/)![1]);
  assert.is(two!.name, `Process-${number + 1}`);
});

test("a process can only be started once, and joined once it is started", async () => {
  const child = new Process({ target: add, args: [1, 2], module: here });
  assert.instance(await rejection(child.join()), RuntimeError);
  assert.instance(await rejection(child.result()), RuntimeError);
  child.start();
  assert.instance(thrown(() => child.start()), RuntimeError);
  assert.instance(thrown(() => child.daemon = true), RuntimeError);
  await child.join();
  await child.join();
  assert.is(await child.result(), 3);
  assert.instance(thrown(() => child.start()), RuntimeError);
});

test("join gives up after its timeout", async () => {
  const child = new Process({ target: rest, args: [60_000], module: here });
  child.start();
  await child.join({ timeout: 50 });
  await child.join({ timeout: 0 });
  assert.is(child.isAlive(), true);
  assert.instance(await rejection(child.join({ timeout: -1 })), RangeError);
  const reason = new Error("no more");
  assert.is(await rejection(child.join({ signal: AbortSignal.abort(reason) })), reason);
  child.terminate();
  await within(5000, child.join());
});

test("terminate and kill end a process that spins, with the signal as exit code", async () => {
  for (const [act, code] of [["terminate", -15], ["kill", -9]] as const) {
    const ready = new Event();
    const child = new Process({ target: spinAfter, args: [ready], module: here });
    child.start();
    await ready.wait();
    child[act]();
    await within(2000, child.join());
    assert.is(child.exitcode, code);
    const error = await rejection(child.result());
    assert.instance(error, WorkerLostError);
    assert.match((error as Error).message, `signal ${-code}`);
    child[act](); // ending it again does nothing
  }
});

test("a process can be ended before it has begun", async () => {
  const child = new Process({ target: spin, module: here });
  child.start();
  child.kill();
  await within(5000, child.join());
  assert.is(child.exitcode, -9);
});

test("a closed process object answers nothing more", async () => {
  const child = new Process({ target: rest, args: [10_000], module: here });
  child.start();
  assert.instance(thrown(() => child.close()), RuntimeError);
  child.kill();
  await child.join();
  child.close();
  child.close();
  for (
    const ask of [
      () => child.pid,
      () => child.exitcode,
      () => child.isAlive(),
      () => child.terminate(),
    ]
  ) {
    assert.instance(thrown(ask), RuntimeError);
  }
  assert.instance(await rejection(child.join()), RuntimeError);
});

test("children have children, whose names tell whose they are", async () => {
  const child = new Process({
    target: haveChild,
    args: [{ deep: 1 }],
    module: here,
    name: "Process-7",
  });
  child.start();
  const told = await child.result();
  assert.equal(told, {
    result: { deep: 1 },
    active: 1,
    name: "Process-7:1",
    exitcode: 0,
    after: 0,
  });
});

test("a daemonic process may not have children, and passes its daemon on", async () => {
  const child = new Process({ target: haveChildAsDaemon, module: here, daemon: true });
  assert.is(child.daemon, true);
  child.start();
  assert.is(await child.result(), "RuntimeError");
});

test("a queue goes down four generations", async () => {
  const queue = new Queue<[number, string]>();
  const child = new Process({ target: passDown, args: [queue, 3], module: here, name: "P" });
  child.start();
  const depths: number[] = [];
  for (let i = 0; i < 4; i++) depths.push((await within(10_000, queue.get()))[0]);
  assert.equal(depths, [3, 2, 1, 0]);
  await child.join();
});

test("a grandchild that spins dies with its parent", async () => {
  const pids = new Queue<number>(), ready = new Event();
  const child = new Process({ target: orphan, args: [pids, ready], module: here });
  child.start();
  const pid = await pids.get();
  await child.join();
  assert.is(child.exitcode, -9);
  await until(() => !alive(pid), "the grandchild's death", 1000);
});

test("many processes one after the other, and many at once", async () => {
  for (let i = 0; i < 10; i++) {
    const child = new Process({ target: give, args: [i], module: here });
    child.start();
    assert.is(await child.result(), i);
    await child.join();
  }
  const children = Array.from(
    { length: 8 },
    (_, i) => new Process({ target: give, args: [i], module: here }),
  );
  for (const child of children) child.start();
  assert.equal(await Promise.all(children.map((child) => child.result())), [
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    7,
  ]);
  await Promise.all(children.map((child) => child.join()));
  assert.equal(children.map((child) => child.exitcode), Array(8).fill(0));
});

test.run();
