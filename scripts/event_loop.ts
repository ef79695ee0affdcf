/** The lesson of three tasks that take turns on one thread. */

import { coroutine, createTask, gather, run, sleep } from "../lib/coroutine.ts";
import { lesson } from "../lib/lesson.ts";
import { currentThread, main, print } from "../lib/threading.ts";
import { about, say } from "./about/event_loop.ts";

const order: number[] = [];
const threads = new Set<string>();

const worker = coroutine(
  function* worker(number: number, steps: number, delay: number) {
    const name = say("task", number);
    for (let step = 1; step <= steps; step++) {
      print(say("step", name, step, steps));
      order.push(number);
      threads.add(currentThread().name);
      yield* sleep(delay); // the switch point: the loop goes on with another task
    }
    print(say("done", name));
    return steps;
  },
);

const all = coroutine(
  function* all(tasks: number, steps: number, delay: number) {
    const running = [];
    for (let number = 1; number <= tasks; number++) {
      running.push(
        createTask(worker(number, steps, delay), { name: say("task", number) }),
      );
    }
    return yield* gather(running);
  },
);

const program = lesson(about, async ({ tasks, steps, delay }) => {
  const results = await run(all(tasks, steps, delay));
  const switches = order.filter((task, at) => at > 0 && task !== order[at - 1]).length;
  return { order, switches, threads: [...threads], results };
});

main(import.meta, program);
