import { clock, lesson } from "../lib/lesson.ts";
import { currentProcess, main, print, Process, sleep } from "../lib/multiprocessing.ts";
import { about, say } from "./about/process.ts";

let globalScore = 100; // every process that imports this module has its own

export async function newProcess(para: string, delay: number) {
  await sleep(delay);
  const { pid } = currentProcess();
  print(say("child", pid));
  print(say("argument", para));
  globalScore = 0;
  print(say("changed", globalScore));
  return { pid, received: para, score: globalScore };
}

main(
  import.meta,
  lesson(about, async ({ processes: count, delay, message }) => {
    const now = clock();
    const scoreBefore = globalScore;
    const parent = currentProcess().pid;
    print(say("parent", parent));
    const processes = Array.from(
      { length: count },
      () => new Process({ target: newProcess, args: [message, delay] }),
    );
    for (const process of processes) process.start();
    const ended = Promise.all(processes.map((process) => process.result().then(now)));
    for (const process of processes) await process.join();
    print(say("kept", globalScore));
    print(say("ended"));

    return {
      parent,
      children: await Promise.all(processes.map((process) => process.result())),
      sent: message,
      scoreBefore,
      scoreAfter: globalScore,
      ended: await ended,
    };
  }),
);
