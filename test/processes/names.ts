/** Names of what processes share: in the errors that only they meet, and in those of the process that has it last. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { JoinableQueue, Pipe, Process, Queue, SimpleQueue } from "../../lib/multiprocessing.ts";
import { here, ofProcesses, passesOn } from "../fixtures/names.ts";
import { within } from "../kit.ts";
import { PATIENCE } from "../tools/threads.ts";

const test = suite("names");

function things(name: string | undefined): Parameters<typeof ofProcesses> {
  const [receiver, sender] = Pipe({ duplex: false, name });
  return [receiver, sender, new Queue({ name }), new SimpleQueue({ name })];
}

test("the ends of a pipe and closed queues say it, here and in a child", async () => {
  const own = await ofProcesses(...things("wire"));
  for (const text of own) assert.match(text, / 'wire'/);
  const without = await ofProcesses(...things(undefined));
  for (const text of without) assert.not.match(text, / '|undefined/);
  assert.equal(own.map((text) => text.replace(/( of pipe)? 'wire'/, "")), without);
  const child = new Process({ target: ofProcesses, args: things("wire"), module: here });
  child.start();
  assert.equal((await within(PATIENCE, child.result())).slice(0, 3), own.slice(0, 3));
});

test("the name goes along when a child passes on what it made", async () => {
  const queue = new JoinableQueue<unknown>({ name: "way" });
  const child = new Process({ target: passesOn, args: [queue], module: here });
  child.start();
  const lock = await within(PATIENCE, queue.get()) as { release(): Promise<void> };
  const other = await within(PATIENCE, queue.get());
  assert.is(other, lock);
  const text = await lock.release().then(() => "released", String);
  assert.match(text, "release unlocked lock 'made by a child': acquire it first");
  await queue.taskDone();
  await queue.taskDone();
  await within(PATIENCE, child.result());
});

test("the other end of a closed pipe says it", async () => {
  const [mine, other] = Pipe({ name: "wire" });
  await other.close();
  const words =
    "EOFError: Cannot receive: the other end of the pipe 'wire' is closed and everything sent";
  assert.match(await mine.recv().then(String, String), words);
});

test("a name of a pipe that is none is refused", () => {
  assert.throws(
    () => Pipe({ name: 7 as never }),
    /Cannot make pipe: name must be a string, but it/,
  );
});

test.run();
