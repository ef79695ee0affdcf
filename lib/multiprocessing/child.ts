/** What a child process runs: it comes in, calls the target, and says what became of it. */

import { setTimeout } from "../runtime/clock.ts";
import { args as words, keepAlive, pid } from "../runtime/current.ts";
import { recorderHere } from "../memory/observer.ts";
import { resolveTarget } from "../program/reference.ts";
import { adoptContext } from "../runtime/context.ts";
import { shareOutput } from "../system/output_lock.ts";
import { redirectConsole } from "../system/console.ts";
import { onFailure } from "../system/lifecycle.ts";
import { die, finish, parentPid, SHARED_FD } from "../system/spawn.ts";
import { threadsOver } from "../threading/all_over.ts";
import { watchParent } from "../system/watch.ts";
import { connectTo, type Socket } from "../system/wire.ts";
import { endChildren } from "./process/children.ts";
import { become, link } from "./member.ts";
import { type DoorPlan, readDoor, readJob } from "./file/orders.ts";
import { adoptSharedFile, placeOf } from "./file/layout.ts";
import { deliver } from "./process/mailbox.ts";
import { takePlace } from "./file/region.ts";
import { unfinishedPuts } from "./queues/client.ts";
import { RemoteLink } from "./link/remote.ts";
import { open, pack, packError } from "./link/shared_object.ts";
import { Post, ProcessEvent, ProcessMethod } from "./protocol.ts";
// Whatever the module of the target imports: all kinds of shared objects can arrive.
import "../multiprocessing.ts";

/** How often, in ms, a grandchild looks whether the first process has let it in. */
const LOOK = 1;

redirectConsole();
adoptSharedFile(SHARED_FD);
const slot = Number(words[1]);
const { job, args } = readJob(slot);
if (job.watches) watchParent(job.parent.pid);
// Who died before the system was asked to end this process with it does not end it any more.
else if (parentPid() !== job.parent.pid) die();
adoptContext(job.context);

async function door(): Promise<DoorPlan> {
  for (;;) {
    const plan = readDoor(slot);
    if (plan) return plan;
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
}

function connected(path: string): Promise<Socket> {
  return new Promise((resolve) => connectTo(path, resolve, die));
}

async function comeIn(): Promise<void> {
  const { path, token, number, place } = await door();
  const remote = new RemoteLink(await connected(path), placeOf(place));
  remote.greet(job.process, Uint8Array.from(Buffer.from(token, "hex")));
  takePlace(place);
  shareOutput(SHARED_FD, place);
  const { name, daemon, parent, process } = job;
  become({ process, number, pid, name, daemon, parent }, remote);
  remote.listen(process, (method, _a, payload) => {
    if (method === ProcessEvent.die) die();
    else if (method === ProcessEvent.post) deliver(payload);
  });
}

function post(kind: number, payload?: Uint8Array): void {
  link().tell(job.process, ProcessMethod.post, kind, 0, payload);
}

let settled = false;
let endRecorded: ((failed: boolean) => void) | undefined;

function failed(error: unknown): void {
  if (settled) return;
  settled = true;
  post(Post.failure, packError(error).bytes);
}

/** Nothing that this process has put or said is lost: it goes when the broker has everything. */
async function leave(code: number): Promise<void> {
  await threadsOver();
  await endChildren();
  await Promise.allSettled(unfinishedPuts);
  endRecorded?.(code !== 0);
  await link().flushed();
  finish(code);
}

async function run(): Promise<void> {
  keepAlive();
  await comeIn();
  onFailure((error) => {
    failed(error);
    void leave(1);
  });
  try {
    const recorder = await recorderHere();
    const target = await resolveTarget(job.target) as (...args: unknown[]) => unknown;
    const values = open(args) as unknown[];
    post(Post.running);
    endRecorded = recorder?.enter(0);
    const result = await target(...values);
    const { bytes } = pack(result, "result", true);
    settled = true;
    post(Post.result, bytes);
  } catch (error) {
    failed(error);
    return await leave(1);
  }
  await leave(0);
}

await run();
