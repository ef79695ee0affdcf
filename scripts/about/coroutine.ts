/** What the lesson of a coroutine that is driven by hand says in both languages, what it takes, and what it makes of its facts. */

import { counted, declare, lines, seconds, whole } from "../../lib/lesson.ts";

interface Facts {
  /** What happened to each of the two, in order. */
  coroutine: string[];
  async: string[];
  value: number[];
  states: string[];
}

export const say = lines({
  en: {
    counter: (counter: number) => `argument counter: ${counter}`,
    returned: "the call returned:",
    sending: "now send(null):",
    stopped: "it ended: send() throws StopIteration, which carries",
    eager: "beside it, an async function of JavaScript:",
    promise: "the call returned a promise, but the line above came first",
  },
  zh: {
    counter: (counter) => `参数 counter：${counter}`,
    returned: "协程函数返回了",
    sending: "现在调用 send(null)：",
    stopped: "协程结束，抛出 StopIteration，里面是返回值",
    eager: "对照：JavaScript 的 async 函数",
    promise: "调用返回了一个 Promise，但上面那行已经先打印出来了",
  },
});

const LAZY = "called, began, ended";
const EAGER = "began, called";

export const about = declare({
  name: "coroutine",
  title: { en: "A coroutine, by hand", zh: "协程：用 send 驱动" },
  about: {
    en:
      "Calling a coroutine runs nothing; the first send starts it. An async function starts right at the call.",
    zh: "调用协程函数时什么也不执行，第一次 send（让协程继续）才开始；async 函数却会立即执行。",
  },
  parameters: {
    counter: whole(5, 1, 1000, { en: "numbers it collects", zh: "收集的数字个数" }),
    delay: seconds(1, { en: "seconds for each number", zh: "收集每个数字所需的秒数" }),
  },
  blocks: true,
  prediction: {
    question: () => ({
      en: "The first line of the coroutine prints its argument. When does that line appear?",
      zh: "协程函数的第一行会打印参数。这一行什么时候出现？",
    }),
    choices: () => ({
      send: { en: "at the first send", zh: "第一次 send 时" },
      call: { en: "at the call", zh: "调用函数时" },
    }),
    answer: ({ coroutine }: Facts) => coroutine[0] === "called" ? "send" : "call",
  },
  invariant: () => ({
    en: "nothing runs at the call, and StopIteration carries what the coroutine returns",
    zh: "调用时什么也不执行；结束时抛出的 StopIteration 里是协程的返回值",
  }),
  held: (facts: Facts, { counter }) =>
    facts.coroutine.join(", ") === LAZY && facts.async.join(", ") === EAGER &&
    facts.value.length === counter && facts.value.every((number, i) => number === i) &&
    facts.states.join() === "created,closed",
  closing: (_facts: Facts, { counter }) => ({
    en: `The call only made an object; its code ran at send(null), to its end, and its result of ` +
      `${
        counted(counter, "number")
      } came back inside StopIteration, the error by which send() tells the end. An async function has no ` +
      `send: it begins at the call, whether anyone awaits it or not. Try ` +
      `${
        counter === 3 ? "--counter 5" : "--counter 3"
      }, then the lesson event_loop, where a loop ` +
      `does the sending.`,
    zh: `调用只创建了协程对象；send(null) 时代码才开始执行，一直到结束；` +
      `收集到的 ${counter} 个数字放在 StopIteration 里带回来。async 函数没有 send：不管有没有人 await，调用时它就开始执行了。` +
      `试试 ${
        counter === 3 ? "--counter 5" : "--counter 3"
      }，然后看 event_loop 这一课：那里由事件循环来调用 send。`,
  }),
});
