import { decode, encodeError } from "../../codec.ts";
import type { Reference } from "../../program/reference.ts";
import { ProcessMethod } from "../broker/process.ts";
import { link, me } from "../family.ts";
import { onMail } from "../mailbox.ts";
import { Post } from "../post.ts";
import { pack } from "../shared_object.ts";
import { Board } from "./board.ts";
import type { WorkerLine } from "./handle.ts";
import { serve } from "./work.ts";

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
    encode: (value, path) => pack(value, path, false).bytes,
    encodeError: (error) => encodeError(error, { path: "error", border: "process" }),
    decode: (bytes) => decode(bytes, { border: "process" }),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
  };
  await serve(line, initializer, decode(initargs, { border: "process" }) as unknown[], most);
}
