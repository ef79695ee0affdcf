/** What the lesson of a queue between processes says in both languages, what it takes, and what it makes of its facts. */

import { counted, declare, lines, seconds, whole } from "../../lib/lesson.ts";

interface Worker {
  pid: number;
  items: number[];
}
interface Facts {
  producers: Worker[];
  consumers: Worker[];
}

export const say = lines({
  en: {
    put: (pid: number, item: number) => `process ${pid} puts ${item} into the queue`,
    got: (pid: number, item: number) => `process ${pid} gets ${item} from the queue`,
    ended: "the main process has ended",
    putter: (pid: number) => `put ${pid}`,
    getter: (pid: number) => `got ${pid}`,
  },
  zh: {
    put: (pid, item) => `进程 ${pid} 将值 ${item} 放入队列`,
    got: (pid, item) => `进程 ${pid} 从队列取到值 ${item}`,
    ended: "主进程执行完毕！",
    putter: (pid) => `放 ${pid}`,
    getter: (pid) => `取 ${pid}`,
  },
});

/** `items` shared out to `count` workers, in turns of their order, as evenly as can be. */
export function shares(items: readonly number[], count: number): number[][] {
  return Array.from({ length: count }, (_, i) =>
    items.slice(
      Math.floor((i * items.length) / count),
      Math.floor(((i + 1) * items.length) / count),
    ));
}

const allOf = (workers: Worker[]) => workers.flatMap(({ items }) => items).sort((a, b) => a - b);
const rising = (items: number[]) => items.every((item, i) => i === 0 || item > items[i - 1]!);

/** Does every consumer have what it got from each producer in the order it was put? */
const inOrder = ({ producers, consumers }: Facts) =>
  producers.every((producer) =>
    consumers.every(({ items }) => rising(items.filter((item) => producer.items.includes(item))))
  );
const lanes = (workers: Worker[], say: (pid: number) => string) =>
  workers.map(({ pid, items }) => ({
    name: say(pid),
    spans: items.map((item) => ({ from: item - 1, to: item, mark: `${item % 10}` })),
  }));

export const about = declare({
  name: "queue",
  title: { en: "A queue for processes", zh: "进程间通信：队列" },
  about: {
    en: "Some processes put numbers into a queue, others take them out.",
    zh: "一些进程往队列里放数据，另一些进程从队列里取数据。",
  },
  parameters: {
    items: whole(10, 1, 500, { en: "how many numbers go through", zh: "传送的数据个数" }),
    delay: seconds(2, { en: "seconds a producer waits after each", zh: "每放一个后等待的秒数" }),
    producers: whole(1, 1, 16, { en: "processes that put", zh: "放数据的进程个数" }),
    consumers: whole(1, 1, 16, { en: "processes that get", zh: "取数据的进程个数" }),
  },
  prediction: {
    question: () => ({
      en: "Consumers often find the queue empty. What does get() do then?",
      zh: "消费者取数据时，队列常常是空的。这时 get() 会怎样？",
    }),
    choices: () => ({
      waits: { en: "it waits until there is something", zh: "一直等到有数据" },
      nothing: { en: "it returns right away, with nothing", zh: "立即返回，什么也没取到" },
    }),
    answer: ({ consumers }: Facts) =>
      consumers.every(({ items }) => items.every(Number.isInteger)) ? "waits" : "nothing",
  },
  speed: { workers: ["producers", "consumers"], work: ({ items }) => items },
  invariant: () => ({
    en: "every item arrives exactly once, and those of one producer in their order",
    zh: "每个数据恰好到达一次，同一个生产者的数据保持先后顺序",
  }),
  held: (facts: Facts, { items }) =>
    allOf(facts.producers).length === items &&
    allOf(facts.producers).every((item, i) => item === i + 1) &&
    allOf(facts.consumers).join() === allOf(facts.producers).join() && inOrder(facts),
  picture: ({ producers, consumers }: Facts) => ({
    lanes: [
      ...lanes(producers, (pid) => say("putter", pid)),
      ...lanes(consumers, (pid) => say("getter", pid)),
    ],
    turns: true,
    legend: {
      en: "Which process put and which got each item; each digit is the last one of its number.",
      zh: "每个数据由谁放入、由谁取出，数字是数据的末位。",
    },
  }),
  closing: ({ producers, consumers }: Facts, { items }) => ({
    en: `${counted(items, "item")} went from ${counted(producers.length, "producer")} to ` +
      `${counted(consumers.length, "consumer")}, each exactly once. ` +
      `get() waits until something is there, so no consumer has to ask again and again; the queue is ` +
      `the only thing the processes share. Try --producers 2 --consumers 3: who gets what is a matter of ` +
      `chance, but nothing is lost or doubled.`,
    zh:
      `${items} 个数据从 ${producers.length} 个生产者传给了 ${consumers.length} 个消费者，每个恰好一次。` +
      `队列空时 get() 会一直等到有数据，消费者不必反复查询；进程之间共享的只有这个队列。` +
      `试试 --producers 2 --consumers 3：谁取到哪个要看运气，但不会丢失，也不会重复。`,
  }),
});
