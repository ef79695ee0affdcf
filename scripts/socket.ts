/** The lesson of two processes that talk over TCP, which keeps no boundaries between messages. */

import { Buffer } from "node:buffer";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { lesson } from "../lib/lesson.ts";
import { currentProcess, main, print, Process } from "../lib/multiprocessing.ts";
import { about, compared, say } from "./about/socket.ts";

function message(number: number, size: number): Buffer {
  return Buffer.alloc(size, `message ${number} `);
}

export async function client(port: number, messages: number, size: number, framing: boolean) {
  const { pid } = currentProcess();
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  print(say("client", pid));
  for (let number = 1; number <= messages; number++) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(size);
    if (framing) socket.write(length);
    socket.write(message(number, size));
  }
  socket.end();
  await once(socket, "close");
  print(say("sent", pid, messages, size));
}

async function* unframed(chunks: AsyncIterable<Buffer>) {
  let bytes = Buffer.alloc(0);
  for await (const chunk of chunks) {
    bytes = Buffer.concat([bytes, chunk]);
    while (bytes.length >= 4 && bytes.length >= 4 + bytes.readUInt32BE()) {
      const end = 4 + bytes.readUInt32BE();
      yield bytes.subarray(4, end);
      bytes = bytes.subarray(end);
    }
  }
}

const program = lesson(about, async ({ messages, size, framing }) => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  const { pid } = currentProcess();
  print(say("server", pid, port));
  const child = new Process({ target: client, args: [port, messages, size, framing] });
  child.start();
  const connected = once(server, "connection") as Promise<[Socket]>;
  const [socket] = await Promise.race([connected, child.result().then(() => connected)]);
  const received: Buffer[] = [];
  for await (const piece of framing ? unframed(socket) : socket) {
    received.push(piece);
    print(say("received", received.length, piece.length));
  }
  server.close();
  await child.join();
  print(say("ended"));

  const sent = Array.from({ length: messages }, (_, i) => message(i + 1, size));
  return { server: pid, client: child.pid!, ...compared(sent, received) };
});

main(import.meta, program);
