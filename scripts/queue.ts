/** The lesson of processes that pass items through a queue. */

import { lesson } from "../lib/lesson.ts";
import { currentProcess, main, print, Process, Queue, sleep } from "../lib/multiprocessing.ts";
import { about, say, shares } from "./about/queue.ts";

export async function setData(q: Queue<number>, list: number[], delay: number) {
  const { pid } = currentProcess();
  for (const item of list) {
    print(say("put", pid, item));
    await q.put(item);
    await sleep(delay);
  }
  return { pid, items: list };
}

export async function getData(q: Queue<number>, count: number) {
  const { pid } = currentProcess();
  const items: number[] = [];
  for (let i = 0; i < count; i++) {
    const value = await q.get(); // waits until there is one
    print(say("got", pid, value));
    items.push(value);
  }
  return { pid, items };
}

const program = lesson(about, async (values) => {
  const que = new Queue<number>();
  const data = Array.from({ length: values.items }, (_, i) => i + 1);
  const producers = shares(data, values.producers).map((list) =>
    new Process({ target: setData, args: [que, list, values.delay] })
  );
  const consumers = shares(data, values.consumers).map(({ length }) =>
    new Process({ target: getData, args: [que, length] })
  );
  for (const child of [...producers, ...consumers]) child.start();
  const put = await Promise.all(producers.map((child) => child.result()));
  const got = await Promise.all(consumers.map((child) => child.result()));
  for (const child of consumers) await child.join();
  await que.close();
  print(say("ended"));

  return { producers: put, consumers: got };
});

main(import.meta, program);
