/** The suite of run with an AbortSignal. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { coroutine, run, sleep } from "../../lib/coroutine.ts";
import { forever, give, rejection, type Steps } from "../fixtures/coroutines.ts";

const test = suite("event_loop_signal");

test("an aborted signal cancels main; finally may wait; run rejects with the reason", async () => {
  const log: string[] = [];
  const main = coroutine(function* () {
    try {
      yield* forever(log);
    } finally {
      yield* sleep(1);
      log.push("cleaned up");
    }
  });
  const reason = new Error("enough");
  const stop = new AbortController();
  const running = run(main(), { signal: stop.signal });
  setTimeout(() => stop.abort(reason), 1);
  assert.is(await rejection(running), reason);
  assert.equal(log, ["CancelledError", "finally", "cleaned up"]);

  const text = new AbortController();
  const other = run(forever(log), { signal: text.signal });
  text.abort("text");
  assert.is(await rejection(other), "text" as never);
  assert.equal(log.slice(3), ["CancelledError", "finally"]);
});

test("run leaves no listener on its signal", async () => {
  const { signal } = new AbortController();
  const listeners = new Set<unknown>();
  const add = signal.addEventListener.bind(signal);
  signal.addEventListener = (type: string, listener: never) => {
    listeners.add(listener);
    add(type, listener);
  };
  signal.removeEventListener = (_: string, listener: never) => void listeners.delete(listener);
  let during = 0;
  await run(
    coroutine(function* (): Steps<void> {
      yield* sleep(0);
      during = listeners.size;
    })(),
    { signal },
  );
  assert.equal([during, listeners.size], [1, 0]);
});

test("a signal aborted before the start keeps main from running", async () => {
  const coro = forever();
  const error = await rejection(run(coro, { signal: AbortSignal.abort() }));
  assert.is(error.name, "AbortError");
  assert.is(coro.state, "closed");
});

test("main may catch the cancellation of a signal; its own result or error counts then", async () => {
  const deaf = coroutine(function* (error?: Error): Steps<string> {
    try {
      yield* sleep(Infinity);
    } catch {
      if (error) throw error;
    }
    return "done anyway";
  });
  const stop = new AbortController();
  const running = [run(deaf(), { signal: stop.signal }), run(deaf(new RangeError("own")), stop)];
  setTimeout(() => stop.abort(), 1);
  const [first, second] = await Promise.allSettled(running);
  assert.equal(first, { status: "fulfilled", value: "done anyway" });
  assert.is((second as PromiseRejectedResult).reason.message, "own");
  const late = new AbortController();
  assert.is(await run(give(1), { signal: late.signal }), 1);
  late.abort();
});

test.run();
