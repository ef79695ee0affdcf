/** What the lesson of two processes and a socket says in both languages, what it takes, and what it makes of its facts. */

import { Buffer } from "node:buffer";
import { counted, declare, lines, type Span, toggle, whole } from "../../lib/lesson.ts";

interface Facts {
  server: number;
  client: number;
  /** What was sent and what was received, in bytes of messages. */
  sent: number;
  received: number;
  /** The sizes in which it came out of the socket, and whether each was one message. */
  sizes: number[];
  whole: boolean;
  /** Were all bytes the right ones, in the right order? */
  same: boolean;
}

export const say = lines({
  en: {
    server: (pid: number, port: number) => `process ${pid} listens on port ${port}`,
    client: (pid: number) => `process ${pid} is connected`,
    sent: (pid: number, n: number, size: number) =>
      `process ${pid} sent ${counted(n, "message")} of ${counted(size, "byte")}`,
    received: (n: number, size: number) => `received no. ${n}: ${counted(size, "byte")}`,
    ended: "the main process has ended",
    sentLane: "sent",
    receivedLane: "received",
  },
  zh: {
    server: (pid, port) => `进程 ${pid} 在端口 ${port} 上监听`,
    client: (pid) => `进程 ${pid} 已连接`,
    sent: (pid, n, size) => `进程 ${pid} 发送了 ${n} 条消息，每条 ${size} 字节`,
    received: (n, size) => `第 ${n} 次收到：${size} 字节`,
    ended: "主进程执行完毕！",
    sentLane: "发送",
    receivedLane: "接收",
  },
});

/** What arrived, beside what was sent. */
export function compared(sent: Buffer[], received: Buffer[]): Omit<Facts, "server" | "client"> {
  const [before, after] = [Buffer.concat(sent), Buffer.concat(received)];
  return {
    sent: before.length,
    received: after.length,
    sizes: received.map(({ length }) => length),
    whole: received.length === sent.length && received.every((piece, i) => piece.equals(sent[i]!)),
    same: after.equals(before),
  };
}

/** Pieces of these sizes, one after the other, each drawn with the last digit of its number. */
function pieces(sizes: number[]): Span[] {
  let at = 0;
  return sizes.map((size, i) => ({ from: at, to: at += size, mark: `${(i + 1) % 10}` }));
}

export const about = declare({
  name: "socket",
  title: { en: "Two ends of a socket", zh: "进程间通信：套接字" },
  about: {
    en: "One process sends messages over TCP, another receives; TCP does not keep them apart.",
    zh: "一个进程通过 TCP 发送消息，另一个接收；TCP 不保留消息边界。",
  },
  parameters: {
    messages: whole(10, 1, 1000, { en: "how many messages", zh: "消息条数" }),
    size: whole(64, 1, 65_536, { en: "bytes in a message", zh: "每条消息的字节数" }),
    framing: toggle(true, {
      en: "send the length before each message",
      zh: "每条消息前先发送长度",
    }),
  },
  prediction: {
    question: ({ messages, framing }) => ({
      en:
        `${counted(messages, "message")} ${messages === 1 ? "is" : "are"} sent ${
          framing ? "with" : "without"
        } the length before each. ` +
        `In what pieces do they arrive?`,
      zh: `每条消息前${framing ? "先" : "不"}发长度，共 ${messages} 条，会分成几段收到？`,
    }),
    choices: ({ messages }) => ({
      whole: {
        en: `${counted(messages, "piece")}, each one message`,
        zh: `${messages} 段，每段正好是一条消息`,
      },
      pieces: { en: "other pieces", zh: "段数和边界都说不准" },
    }),
    answer: ({ whole }: Facts) => whole ? "whole" : "pieces",
  },
  outcome: {
    about: { en: "In how many pieces it came", zh: "分成几段到达" },
    of: ({ sizes }: Facts) => sizes.length,
  },
  invariant: () => ({
    en: "all bytes arrive in order, and each message arrives as it was sent",
    zh: "所有字节按顺序到达，每条消息都和发送时一样",
  }),
  held: ({ server, client, same, whole }: Facts) => server !== client && same && whole,
  breaks: ({ framing }) => !framing,
  picture: ({ sizes }: Facts, { messages, size }) =>
    messages > 20 ? undefined : {
      lanes: [
        { name: say("sentLane"), spans: pieces(Array<number>(messages).fill(size)) },
        { name: say("receivedLane"), spans: pieces(sizes) },
      ],
      turns: true,
      legend: {
        en:
          "The bytes from left to right; each digit is the last one of the number of its message or piece.",
        zh: "从左到右是字节流，数字是消息和分段的编号（末位）。",
      },
    },
  closing: ({ received, sizes, whole }: Facts, { framing, messages }) => {
    if (framing) {
      return {
        en:
          `${counted(received, "byte")} arrived as ${
            counted(sizes.length, "message")
          }, as sent. TCP carries ` +
          `bytes, not messages: the receiver knows where one ends only because its length came first. ` +
          `Try --no-framing.`,
        zh:
          `${received} 字节组成 ${sizes.length} 条消息，每条都和发送时一样。TCP 传输的是字节流，不是消息：` +
          `因为先收到了长度，接收方才知道一条消息在哪里结束。试试 --no-framing。`,
      };
    }
    return whole
      ? {
        en:
          `${
            counted(received, "byte")
          } arrived, and this time the boundaries were kept. That proves nothing: ` +
          `TCP promises the bytes, not how they are cut. Try it again, or --messages 100.`,
        zh:
          `${received} 字节全部到达，这次边界碰巧都在。这并不能证明什么：TCP 只保证字节，不保证怎样分段。` +
          `再运行一次，或者试试 --messages 100。`,
      }
      : {
        en:
          `${counted(received, "byte")} arrived in order, but ${
            counted(messages, "message")
          } became ` +
          `${
            counted(sizes.length, "piece")
          }: the boundaries are lost. TCP carries a stream of bytes ` +
          `and cuts it as it likes. Run it again: the pieces may differ; then try --framing.`,
        zh:
          `${received} 字节全部按顺序到达，但 ${messages} 条消息变成了 ${sizes.length} 段：边界丢了。` +
          `TCP 是字节流，怎样分段由它决定。再运行一次，分段可能又不同；然后试试 --framing。`,
      };
  },
});
