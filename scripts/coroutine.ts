/** The lesson of the coroutine that is driven by hand with send. */

import { coroutine, StopIteration } from "../lib/coroutine.ts";
import { lesson } from "../lib/lesson.ts";
import { main, print, sleepSync } from "../lib/threading.ts";
import { about, say } from "./about/coroutine.ts";

const lazy: string[] = [];
const eager: string[] = [];

const getDataFromDb = coroutine(
  // deno-lint-ignore require-yield
  function* getDataFromDb(counter: number, delay: number): Generator<never, number[], null> {
    lazy.push("began");
    const data: number[] = [];
    print(say("counter", counter));
    for (let i = 0; i < counter; i++) {
      sleepSync(delay);
      data.push(i);
    }
    lazy.push("ended");
    return data;
  },
);

// deno-lint-ignore require-await
async function getDataAtOnce(counter: number) {
  eager.push("began");
  print(say("counter", counter));
}

const program = lesson(about, async ({ counter, delay }) => {
  const coroutineObj = getDataFromDb(counter, delay);
  lazy.push("called");
  const states: string[] = [coroutineObj.state];
  print(say("returned"), coroutineObj);

  print(say("sending"));
  let value: number[] = [];
  try {
    coroutineObj.send(null);
  } catch (error) {
    if (!(error instanceof StopIteration)) throw error;
    value = error.value as number[];
    print(say("stopped"), error.message);
  }
  states.push(coroutineObj.state);

  print(say("eager")); // what Python cannot show and JavaScript always does
  const promise = getDataAtOnce(counter);
  eager.push("called");
  print(say("promise"));
  await promise;
  return { coroutine: lazy, async: eager, value, states };
});

main(import.meta, program);
