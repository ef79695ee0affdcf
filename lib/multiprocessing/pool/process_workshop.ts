import { decode, encodeError } from "../../codec.ts";
import type { Reference } from "../../program/reference.ts";
import { allocate, giveBack } from "../numbers_space.ts";
import { link, me } from "../family.ts";
import { ProcessMethod } from "../broker/process.ts";
import { onMail } from "../mailbox.ts";
import { Post } from "../post.ts";
import { Process } from "../process.ts";
import { pack } from "../shared_object.ts";
import { Board, BOARD_BYTES } from "./board.ts";
import type { SetUp, WorkerEvents, WorkerHandle, WorkerLine, Workshop } from "./handle.ts";
import { serve } from "./work.ts";

/** How long, in ms, a worker has to end by SIGTERM before it is ended by SIGKILL. */
const GRACE = 300;

let lastNumber = 0;

/** Workers that are processes. */
export const processes: Workshop = {
  start(events: WorkerEvents, setUp: SetUp): WorkerHandle {
    const at = allocate(BOARD_BYTES);
    const board = new Board(at);
    board.clear();
    const process = new Process({
      target: poolWorker,
      args: [at, setUp.initializer, setUp.initargs, setUp.most],
      module: import.meta.url,
      name: `PoolWorker-${++lastNumber}`,
      daemon: true,
    });
    process.onPost((payload) => events.message(payload));
    process.start();
    // A failure of the worker itself is no failure of the program: the pool tells whom it concerns.
    process.result().catch(() => {});
    process.onGone(() => {
      const code = process.exitcode!;
      events.ended(
        code < 0 ? `was ended by signal ${-code}` : `exited with code ${code}`,
        undefined,
      );
      giveBack(at, BOARD_BYTES);
    });
    return {
      name: `${process.name} (pid ${process.pid})`,
      post: (message) => process.post(message),
      begun: () => board.begun(),
      takeBack: (from, to) => board.takeBack(from, to),
      kill() {
        process.terminate();
        setTimeout(() => process.kill(), GRACE).unref?.();
      },
      gone: () => process.join(),
    };
  },
  encode: (value, path) => pack(value, path, false).bytes,
  decode: (bytes) => decode(bytes, { border: "process" }),
};

/** What the process of a worker runs. */
export async function poolWorker(
  board: number,
  initializer: Reference | undefined,
  initargs: Uint8Array,
  most: number,
): Promise<void> {
  const agreed = new Board(board);
  const id = me().process;
  const line: WorkerLine = {
    onMail: (take) => onMail((message) => take(message.slice())),
    post: (message) => link().tell(id, ProcessMethod.post, Post.other, 0, message),
    begin: (position) => agreed.begin(position),
    encode: processes.encode,
    encodeError: (error) => encodeError(error, { path: "error", border: "process" }),
    decode: processes.decode,
    pause: () => new Promise((resolve) => setImmediate(resolve)),
  };
  await serve(line, initializer, decode(initargs, { border: "process" }) as unknown[], most);
}
