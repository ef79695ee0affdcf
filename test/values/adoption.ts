/** The suite of what is inside: no public constructor takes it, and no public object shows it. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import * as queue from "../../lib/queue.ts";
import * as mp from "../../lib/multiprocessing.ts";
import * as threading from "../../lib/threading.ts";
import { show } from "../../lib/show.ts";

const test = suite("adoption");
type AnyClass = new (...args: unknown[]) => object;

const target = function work() {};
const module = import.meta.url;

/** Every public class, with arguments that are right. */
const classes: [name: string, Class: unknown, args: unknown[]][] = [
  ["Lock", threading.Lock, []],
  ["RLock", threading.RLock, []],
  ["Event", threading.Event, []],
  ["Condition", threading.Condition, [new threading.Lock()]],
  ["Semaphore", threading.Semaphore, [1]],
  ["BoundedSemaphore", threading.BoundedSemaphore, [1]],
  ["Barrier", threading.Barrier, [2, {}]],
  ["Value", threading.Value, ["int32", 1]],
  ["SharedArray", threading.SharedArray, ["int32", 2]],
  ["Thread", threading.Thread, [{ target, module }]],
  ["Queue", queue.Queue, [{}]],
  ["LifoQueue", queue.LifoQueue, [{}]],
  ["PriorityQueue", queue.PriorityQueue, [{}]],
  ["SimpleQueue", queue.SimpleQueue, []],
  ["mp.Lock", mp.Lock, []],
  ["mp.RLock", mp.RLock, []],
  ["mp.Event", mp.Event, []],
  ["mp.Condition", mp.Condition, [new mp.Lock()]],
  ["mp.Semaphore", mp.Semaphore, [1]],
  ["mp.BoundedSemaphore", mp.BoundedSemaphore, [1]],
  ["mp.Barrier", mp.Barrier, [2, {}]],
  ["mp.Value", mp.Value, ["int32", 1]],
  ["mp.SharedArray", mp.SharedArray, ["int32", 2]],
  ["mp.Queue", mp.Queue, [{}]],
  ["mp.JoinableQueue", mp.JoinableQueue, [{}]],
  ["mp.SimpleQueue", mp.SimpleQueue, []],
  ["mp.Process", mp.Process, [{ target, module }]],
];

const inner = [
  ...["cell", "id", "parts", "make", "drop", "read", "write", "readAll", "count", "putItem"],
  ...["getItem", "sizeNow", "checkOpen", "restoreSync", "restore", "releaseAll", "isOwned"],
  ...["suspend", "post", "onPost", "keepQuiet", "onGone", "settle", "end", "fail", "reject"],
];

test("a constructor that was given more than it takes throws a TypeError", () => {
  const received = [0, 1, 7, { id: 1 }, { cell: 0 }, { at: 0 }];
  for (const [name, Class, args] of classes) {
    if (name === "mp.Process") continue; // it has nothing that could be taken over
    // All take options last, where they have none among their arguments already.
    const options = /^(mp\.)?((Joinable|Lifo|Priority)?Queue|Thread|Barrier)/.test(name)
      ? []
      : [{}];
    for (const more of received) {
      assert.throws(
        () => new (Class as AnyClass)(...args, ...options, more),
        (error: Error) => error instanceof TypeError && /argument/.test(error.message),
        `${name} ${show(more)}`,
      );
      if (options.length === 0 || typeof more === "object") continue;
      assert.throws(
        () => new (Class as AnyClass)(...args, more),
        TypeError,
        `${name} ${show(more)}`,
      );
    }
  }
});

test("the first words of shared memory are nobody's", () => {
  assert.throws(
    () => new (threading.Lock as unknown as AnyClass)(0).toString(),
    /Cannot make lock/,
  );
  threading.print(); // whose lock is word 0
});

test("nothing inside is reachable or shown", () => {
  for (const [name, Class, args] of classes) {
    const object = new (Class as AnyClass)(...args);
    for (const key of inner) assert.not.ok(key in object, `${name}.${key}`);
    const own = Object.keys(object).filter((key) => key !== "lock" && key !== "parties");
    assert.equal(own, [], name);
  }
});

test("results and connections are made by those who make them", () => {
  const pool = new mp.Pool(1, { module });
  const result = pool.applyAsync(target);
  const all = pool.imap(target, []);
  for (const object of [result, all, mp.Pipe()[0]]) {
    for (const key of [...inner, "resolve"]) assert.not.ok(key in object, key);
    assert.equal(Object.keys(object), []);
  }
  const Connection = mp.Pipe()[0].constructor as AnyClass;
  assert.throws(() => new Connection(), /use Pipe\(\)/);
  assert.throws(() => new Connection({ sends: true }, { id: 1 }), /use Pipe\(\)/);
  pool.terminate();
});

test("a class that extends one of these is of its kind", () => {
  class Mine extends mp.BoundedSemaphore {}
  class Own extends queue.LifoQueue<number> {}
  const own = new Own();
  own.putSync(1);
  own.putSync(2);
  assert.is(own.getSync(), 2);
  assert.instance(new Mine(3), mp.BoundedSemaphore);
});

test.run();
