/** Waits that end just as they are served: nothing is lost, nothing given twice. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Event, Semaphore } from "../../lib/threading.ts";
import { Queue } from "../../lib/queue.ts";
import { getHesitantly, here, hesitate } from "../fixtures/cancellation.ts";
import { within } from "../kit.ts";
import { begin, PATIENCE, results, turns } from "../tools/threads.ts";

const test = suite("Cancellation races");
test("Cancellation: in the middle of a line, those behind move up", async () => {
  const semaphore = new Semaphore(0);
  const controllers = Array.from({ length: 6 }, () => new AbortController());
  const order: number[] = [];
  const line = controllers.map(({ signal }, place) =>
    semaphore.acquire({ signal }).then(() => order.push(place))
  );
  const left = Promise.allSettled([line[0], line[2], line[5]]);
  for (const place of [2, 0, 5]) controllers[place]!.abort();
  await left;
  semaphore.release(3);
  await within(PATIENCE, Promise.all([line[1], line[3], line[4]]));
  assert.equal(order, [1, 3, 4]);
  assert.is(semaphore.acquireSync({ blocking: false }), false);
});

test("Cancellation: a release and an abort at the same moment lose no permit", async () => {
  const semaphore = new Semaphore(0);
  for (let round = 0; round < 500; round++) {
    const controller = new AbortController();
    const waiting = semaphore.acquire({ signal: controller.signal });
    if (round % 2 === 0) semaphore.release();
    controller.abort(new EvalError("now"));
    if (round % 2 === 1) semaphore.release();
    const got = await within(PATIENCE, waiting.catch(() => false));
    assert.is(semaphore.acquireSync({ blocking: false }), !got, `round ${round}, got ${got}`);
  }
});

test("Cancellation: threads that hesitate lose no permit between them", async () => {
  const semaphore = new Semaphore(2);
  const crowd = [1, 2, 3].map((seed) => begin(here, hesitate, semaphore, 200, seed));
  await within(PATIENCE, hesitate(semaphore, 200, 4));
  await results(crowd);
  const trials = [1, 2, 3].map(() => semaphore.acquireSync({ blocking: false }));
  assert.equal(trials, [true, true, false]);
});

test("Cancellation: getters that hesitate lose no item", async () => {
  const queue = new Queue<number>();
  const crowd = [0, 1, 2, 3].map((seed) => begin(here, getHesitantly, queue, seed));
  for (let item = 0; item < 2000; item++) {
    queue.putSync(item);
    if (item % 50 === 0) await turns(1);
  }
  for (let end = 0; end < 4; end++) queue.putSync(-1);
  const seen = (await results(crowd)).flat().sort((a, b) => a - b);
  assert.equal(seen, Array.from({ length: 2000 }, (_, item) => item));
  assert.is(queue.qsize(), 0);
});

test("Cancellation: ten thousand timeouts leave nothing behind", async () => {
  const event = new Event();
  const semaphore = new Semaphore(0);
  for (let round = 0; round < 100; round++) {
    const waits = Array.from(
      { length: 100 },
      (
        _,
        index,
      ) => (index % 2 === 0 ? event.wait({ timeout: 0.01 }) : semaphore.acquire({ timeout: 1 })),
    );
    assert.ok((await within(PATIENCE, Promise.all(waits))).every((got) => got === false));
  }
  const live = semaphore.acquire();
  semaphore.release();
  assert.is(await within(PATIENCE, live), true);
});

test.run();
