/** The suite of Pipe and Connection. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  type Connection,
  Empty,
  EOFError,
  Pipe,
  Process,
  Queue,
  RuntimeError,
} from "../../lib/multiprocessing.ts";
import { echo, here, putAll, rest, sendAll } from "../fixtures/processes.ts";
import { rejection } from "../fixtures/outcomes.ts";
import { within } from "../kit.ts";

const test = suite("multiprocessing_pipe");

test("both ends send and receive, in order", async () => {
  const [one, other] = Pipe();
  for (const value of [1, "two", { three: 3 }, new Uint8Array([4])]) await one.send(value);
  await other.send("back");
  assert.equal(await other.recv(), 1);
  assert.equal(await other.recv(), "two");
  assert.equal(await other.recv(), { three: 3 });
  assert.equal(await other.recv(), new Uint8Array([4]));
  assert.is(await one.recv(), "back");
});

test("a child echoes, and finds the end when the last other end is closed", async () => {
  const [mine, its] = Pipe();
  const child = new Process({ target: echo, args: [its], module: here });
  child.start();
  await its.close();
  for (
    const value of [1, [2, "three"], new Uint8Array(3_000_000).fill(9), new Map([[1, { a: 2 }]])]
  ) {
    await mine.send(value);
    assert.equal(await within(5000, mine.recv()), value);
  }
  await mine.close();
  assert.is(await within(5000, child.result()), "EOFError");
  await child.join();
});

test("one-way pipes have a receiver and a sender", async () => {
  const [receiver, sender] = Pipe({ duplex: false });
  assert.equal([receiver.readable, receiver.writable, sender.readable, sender.writable], [
    true,
    false,
    false,
    true,
  ]);
  await sender.send(5);
  assert.is(await receiver.recv(), 5);
  assert.instance(await rejection(receiver.send(1)), RuntimeError);
  assert.instance(await rejection(sender.recv()), RuntimeError);
  assert.instance(await rejection(sender.poll()), RuntimeError);
});

test("poll waits for something to receive, or for the end", async () => {
  const [one, other] = Pipe();
  assert.is(await one.poll(), false);
  assert.is(await one.poll({ timeout: 20 }), false);
  const polled = one.poll({ timeout: Infinity });
  await other.send(undefined);
  assert.is(await within(1000, polled), true);
  assert.is(await one.poll(), true);
  assert.is(await one.recv(), undefined);
  assert.is(await one.poll(), false);
  const atEnd = one.poll({ timeout: 5000 });
  await other.close();
  assert.is(await within(1000, atEnd), true);
  assert.instance(await rejection(one.recv()), EOFError);
});

test("after the last writer is gone everything is received, and then the end", async () => {
  const [receiver, sender] = Pipe({ duplex: false });
  const children = [1, 2].map((n) =>
    new Process({ target: sendAll, args: [sender, [n, n]], module: here })
  );
  for (const child of children) child.start();
  await sender.close();
  const got: unknown[] = [];
  const error = await within(
    10_000,
    rejection((async () => {
      for (;;) got.push(await receiver.recv());
    })()),
  );
  assert.instance(error, EOFError);
  assert.equal(got.sort(), [1, 1, 2, 2]);
  for (const child of children) await child.join();
});

test("a process that dies before it takes its end closes it", async () => {
  const [mine, its] = Pipe();
  const child = new Process({
    target: rest as (...args: unknown[]) => unknown,
    args: [1, its],
    module: here,
  });
  child.start();
  child.kill();
  await its.close();
  assert.instance(await within(5000, rejection(mine.recv())), EOFError);
  await child.join();
});

test("nothing is sent to nobody, through a closed end, or that cannot be sent", async () => {
  const [one, other] = Pipe();
  await other.close();
  await other.close();
  assert.is(other.closed, true);
  assert.instance(await rejection(one.send(1)), EOFError);
  assert.instance(await rejection(other.send(1)), RuntimeError);
  assert.instance(await rejection(other.recv()), RuntimeError);
  const [sender, receiver] = Pipe();
  const error = await rejection(sender.send([() => 1])) as Error;
  assert.instance(error, TypeError);
  assert.match(error.message, /^item\[0\] is a function/);
  await sender.send("after");
  assert.is(await receiver.recv(), "after");
});

test("waiting can be limited and aborted, and loses nothing", async () => {
  const [one, other] = Pipe();
  assert.instance(await rejection(one.recv({ timeout: 10 })), Empty);
  const stop = new AbortController(), reason = new Error("stop");
  const waiting = rejection(one.recv({ signal: stop.signal }));
  stop.abort(reason);
  assert.is(await waiting, reason);
  await other.send("kept");
  assert.is(await one.recv(), "kept");
});

test("an end travels through a queue", async () => {
  const queue = new Queue<unknown>();
  const [mine, its] = Pipe();
  const child = new Process({ target: putAll, args: [queue, [its]], module: here });
  child.start();
  await its.close();
  const back = await queue.get() as Connection;
  await child.join();
  await back.send("here again");
  assert.is(await mine.recv(), "here again");
  await back.close();
  assert.instance(await within(1000, rejection(mine.recv())), EOFError);
});

test("a sender waits for a receiver that is slow", async () => {
  const [receiver, sender] = Pipe({ duplex: false });
  let sent = 0;
  const sending = (async () => {
    for (let i = 0; i < 20; i++) {
      await sender.send(new Uint8Array(300_000).fill(i));
      sent++;
    }
  })();
  await rest(50);
  assert.ok(sent < 10, `${sent} of 20 were taken although nobody receives`);
  for (let i = 0; i < 20; i++) assert.is((await receiver.recv() as Uint8Array)[299_999], i);
  await sending;
});

test.run();
