/** The name that a shared object was given is in its errors, wherever they happen; and nothing else is. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { here, mistakes, type Things } from "../fixtures/names.ts";
import { within } from "../kit.ts";
import { PATIENCE } from "../tools/threads.ts";
import { type World, worlds } from "../tools/worlds.ts";

/** One of each kind; `named` says what it is called. */
function things(world: World, named: (kind: string) => string | undefined): Things {
  const { Barrier, BoundedSemaphore, Condition, JoinableQueue, Lock, Queue, RLock } = world;
  const { SharedArray, Value } = world;
  const options = (kind: string) => ({ name: named(kind) });
  return {
    lock: new Lock(options("the lock")),
    rlock: new RLock(options("the rlock")),
    condition: new Condition(new Lock(options("its lock")), options("the condition")),
    places: new BoundedSemaphore(1, options("the places")),
    barrier: new Barrier(2, options("the barrier")),
    broken: new Barrier(2, options("the broken one")),
    value: new Value("int32", 0, options("the value")),
    array: new SharedArray("uint32", 3, options("the array")),
    queue: new Queue({ maxsize: 1, ...options("the queue") }),
    tasks: new JoinableQueue(options("the tasks")),
  };
}

const nameless = () => undefined;

/** Whose name each answer of `mistakes` says. */
const OF = [
  ...["the lock", "the lock", "the rlock", "the condition", "the condition"],
  ...["the places", "the places", "the barrier", "the barrier", "the broken one"],
  ...["the value", "the array", "the array", "the array"],
  ...["the queue", "the queue", "the queue", "the queue", "the queue", "the queue", "the tasks"],
];

/** The answer without names. */
function plain(text: string): string {
  return text.replace(/ of (condition|shared array|queue|pipe) '[^']*'/g, "").replace(
    / '[^']*'/g,
    "",
  );
}

for (const world of worlds) {
  const test = suite(`names of ${world.world}`);

  test("each error says the name of its object, here and where the object was sent", async () => {
    const own = await mistakes(things(world, (kind) => kind));
    const sent = world.start(here, mistakes, things(world, (kind) => kind));
    const there = await within(PATIENCE, sent.result());
    assert.equal(there, own);
    assert.is(own.length, OF.length);
    own.forEach((text, at) => assert.ok(text.includes(` '${OF[at]}'`), `${text}: ${OF[at]}`));
    assert.match(own[0]!, "release unlocked lock 'the lock': acquire it first");
    assert.match(own[3]!, "un-acquired lock 'its lock' of condition 'the condition': acquire");
  });

  test("without a name they say what they said without names, and no more", async () => {
    const without = await mistakes(things(world, nameless));
    assert.ok(without.every((text) => !/ '|undefined/.test(text)), without.join("\n"));
    const named = await mistakes(things(world, () => "x"));
    assert.equal(named.map(plain), without);
    assert.equal(await mistakes(things(world, () => "")), without);
  });

  test("a name is any text", async () => {
    for (const name of ["门", "a 'quoted' one", "two\nlines", "long ".repeat(8000)]) {
      const lock = new world.Lock({ name });
      const sent = world.start(here, mistakes, { ...things(world, nameless), lock });
      const [text] = await within(PATIENCE, sent.result());
      assert.is(
        text,
        `RuntimeError: release unlocked lock '${name}': acquire it first, and release it once`,
      );
    }
  });

  test("what is no name, or no options, is refused", () => {
    const { Event, Lock, SimpleQueue, Value } = world;
    const wrong: [() => unknown, RegExp][] = [
      [
        () => new Lock({ name: 7 as never }),
        /Cannot make lock: name must be a string, but it is 7/,
      ],
      [() => new Event("door" as never), /Cannot make event: options must be an object/],
      [() => new SimpleQueue({ name: null as never }), /Cannot make queue: name must be a string/],
      [() => new Value("int32", 0, { name: {} as never }), /Cannot make value: name must be/],
    ];
    for (const [make, words] of wrong) {
      assert.throws(
        make,
        (error: Error) => error instanceof TypeError && words.test(error.message),
      );
    }
  });

  test.run();
}
