/** The lesson of two processes that talk through a pipe, and of its end of file. */

import { lesson, type Span } from "../lib/lesson.ts";
import {
  type Connection,
  currentProcess,
  EOFError,
  main,
  Pipe,
  print,
  Process,
  sleep,
} from "../lib/multiprocessing.ts";
import { about, say } from "./about/pipe.ts";

/** Asks for the square of each number, one after the other, and closes its end. */
export async function ask(pipe: Connection, questions: number, delay: number) {
  const { pid } = currentProcess();
  const began = Date.now();
  const answers: unknown[] = [], waits: Span[] = [];
  for (let n = 1; n <= questions; n++) {
    await sleep(delay);
    print(say("asks", pid, n));
    const from = Date.now();
    await pipe.send({ square: n }); // a message arrives whole, whatever it is
    answers.push(await pipe.recv());
    waits.push({ from, to: Date.now() });
  }
  print(say("closes", pid));
  await pipe.close();
  return { pid, answers, waits, began, ended: Date.now() };
}

/** Answers until there is nobody left who could ask. */
async function answer(pipe: Connection) {
  const { pid } = currentProcess();
  const waits: Span[] = [];
  for (;;) {
    const from = Date.now();
    try {
      const { square } = await pipe.recv() as { square: number };
      print(say("answers", pid, square, square ** 2));
      await pipe.send(square ** 2);
    } catch (error) {
      if (!(error instanceof EOFError)) throw error;
      print(say("end", pid));
      return waits; // the end of the file: every copy of the other end is closed
    } finally {
      waits.push({ from, to: Date.now() });
    }
  }
}

const program = lesson(about, async ({ questions, delay, close }) => {
  const [mine, other] = Pipe();
  const child = new Process({ target: ask, args: [other, questions, delay] });
  child.start();
  if (close) await other.close(); // the child has a copy of its own

  let ended = false, stuck = false;
  const answered = answer(mine).finally(() => ended = true);
  const watched = child.join().then(() => sleep(500)).then(() => {
    if (ended) return;
    stuck = true; // nobody is left but this process, which has both ends
    print(say("stuck", currentProcess().pid));
    return other.close();
  });
  const [asked, waits] = await Promise.all([child.result(), answered, watched]);
  return { parent: currentProcess().pid, asked, waits, stuck };
});

main(import.meta, program);
