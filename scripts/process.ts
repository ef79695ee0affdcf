/** The lesson of a child process and the argument that it gets a copy of. */

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

const program = lesson(about, async ({ processes: count, delay, message }) => {
  const now = clock();
  const scoreBefore = globalScore;
  const parent = currentProcess().pid;
  print(say("parent", parent));
  const processes = Array.from(
    { length: count },
    () => new Process({ target: newProcess, args: [message, delay] }),
  );
  for (const child of processes) child.start();
  const ended = await Promise.all(processes.map((child) => child.join().then(now)));
  print(say("kept", globalScore));
  print(say("ended"));

  const children = await Promise.all(processes.map((child) => child.result()));
  return { parent, children, sent: message, scoreBefore, scoreAfter: globalScore, ended };
});

main(import.meta, program);
