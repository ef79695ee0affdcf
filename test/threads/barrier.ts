/** Barrier: all or none. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Barrier, BrokenBarrierError, RuntimeError } from "../../lib/threading.ts";
import {
  backToBack,
  counted,
  failing,
  here,
  once,
  onceTimed,
  passes,
  spoil,
  spoilAndReset,
  wait,
  withCounted,
} from "../fixtures/barriers.ts";
import { Gate, stress, until, within } from "../kit.ts";
import {
  assertTimeout,
  begin,
  fails,
  type Form,
  formOf,
  forms,
  PATIENCE,
  results,
  timed,
} from "../tools/threads.ts";

const test = suite("Barrier");
const PARTIES = 5;
const places = (count: number) => Array.from({ length: count }, (_, place) => place);

/** The forms of a crowd: all alike, or mixed. */
const mixes: [string, (index: number) => Form][] = [
  ["blocking", () => "blocking"],
  ["asynchronous", () => "asynchronous"],
  ["mixed", formOf],
];

function crowdOf<R>(start: (index: number) => { result(): Promise<R> }, count = PARTIES) {
  return places(count).map(start);
}

test("Barrier: what it says of itself, and what it refuses", async () => {
  const barrier = new Barrier(3, { timeout: 1000 });
  assert.equal([barrier.parties, barrier.nWaiting, barrier.broken], [3, 0, false]);
  for (const bad of [0, -1]) await fails(() => new Barrier(bad), RangeError, /part/);
  for (const bad of [1.5, NaN, Infinity]) await fails(() => new Barrier(bad), Error);
  for (const timeout of [-1, NaN]) {
    await fails(() => new Barrier(2, { timeout }), RangeError, /timeout/);
    await fails(() => barrier.waitSync({ timeout }), RangeError, /timeout/);
    await fails(() => barrier.wait({ timeout }), RangeError, /timeout/);
  }
  assert.equal([barrier.nWaiting, barrier.broken], [0, false]);
});

test("Barrier: one party passes alone, again and again", async () => {
  const barrier = new Barrier(1);
  for (let pass = 0; pass < 3; pass++) {
    assert.is(barrier.waitSync(), 0);
    assert.is(await barrier.wait(), 0);
    assert.is(barrier.waitSync({ timeout: 0 }), 0);
  }
  assert.equal([barrier.nWaiting, barrier.broken], [0, false]);
});

for (const [mix, form] of mixes) {
  test(`Barrier, ${mix}: ten passes in lockstep, each with every place once`, async () => {
    const barrier = new Barrier(PARTIES);
    const cells = new SharedArrayBuffer(8);
    const seen = await results(
      crowdOf((index) => begin(here, passes, barrier, form(index), cells, 10)),
    );
    for (let pass = 0; pass < 10; pass++) {
      assert.equal(seen.map((own) => own[pass]!).sort(), places(PARTIES));
    }
    assert.equal([barrier.nWaiting, barrier.broken], [0, false]);
  });

  test(`Barrier, ${mix}: two hundred passes back to back never lap`, async () => {
    const barrier = new Barrier(4);
    const cells = new SharedArrayBuffer(8);
    const seen = await results(
      crowdOf((index) => begin(here, backToBack, barrier, form(index), cells, 200), 4),
    );
    for (let pass = 0; pass < 200; pass++) {
      assert.equal(seen.map((own) => own[pass]!).sort(), places(4), `pass ${pass}`);
    }
    assert.equal([barrier.nWaiting, barrier.broken], [0, false]);
  });

  for (const how of ["reset", "abort"] as const) {
    test(`Barrier, ${mix}: ${how} reaches every party that waits`, async () => {
      const barrier = new Barrier(PARTIES);
      const others = new Gate();
      const seen = await results(
        crowdOf((index) => begin(here, spoil, barrier, form(index), how, others.buffer)),
      );
      assert.equal(seen.sort(), [...Array(PARTIES - 1).fill("BrokenBarrierError"), "spoiler"]);
      assert.is(barrier.broken, how === "abort");
      assert.is(barrier.nWaiting, 0);
      if (how === "abort") return;
      const cells = new SharedArrayBuffer(8);
      await results(crowdOf((index) => begin(here, passes, barrier, form(index), cells, 2)));
    });
  }

  test(`Barrier, ${mix}: a broken one is whole again after a reset`, async () => {
    const barrier = new Barrier(PARTIES);
    const elsewhere = new Barrier(PARTIES);
    const seen = await results(
      crowdOf((index) => begin(here, spoilAndReset, barrier, elsewhere, form(index))),
    );
    assert.equal(seen.map(([first]) => first).sort(), [
      ...Array(PARTIES - 1).fill("BrokenBarrierError"),
      "spoiler",
    ]);
    assert.equal(seen.map(([, last]) => last).sort(), places(PARTIES));
    assert.is(barrier.broken, false);
  });

  test(`Barrier, ${mix}: one who gives up breaks it for all`, async () => {
    const barrier = new Barrier(PARTIES);
    const patient = crowdOf((index) => begin(here, once, barrier, form(index)), PARTIES - 2);
    await until(() => barrier.nWaiting === PARTIES - 2, "the patient");
    const [hasty] = await results([begin(here, onceTimed, barrier, form(1), { timeout: 40 })]);
    assert.is(hasty!.value, "BrokenBarrierError");
    assertTimeout(hasty!.took, 40);
    assert.equal(await results(patient), Array(PARTIES - 2).fill("BrokenBarrierError"));
    assert.equal([barrier.broken, barrier.nWaiting], [true, 0]);
  });

  test(`Barrier, ${mix}: its own timeout holds for a wait that names none`, async () => {
    const barrier = new Barrier(3, { timeout: 60 });
    const seen = await results(
      crowdOf((index) => begin(here, onceTimed, barrier, form(index)), 2),
    );
    assert.equal(seen.map(({ value }) => value), Array(2).fill("BrokenBarrierError"));
    assertTimeout(Math.max(...seen.map(({ took }) => took)), 60);
    assert.is(barrier.broken, true);
  });

  test(`Barrier, ${mix}: the action runs once per pass, before anyone leaves`, async () => {
    const cells = new SharedArrayBuffer(8);
    const barrier = new Barrier(4, { action: counted, module: here });
    const seen = await results(
      crowdOf((index) => begin(here, withCounted, barrier, form(index), cells, 3), 4),
    );
    for (const { seen: own, runs } of seen) {
      assert.equal(runs, [1, 3, 5]);
      assert.ok(own.every((place) => typeof place === "number"));
    }
    const idents = seen.map(({ ident }) => ident);
    assert.is(new Int32Array(cells)[0], 6);
    assert.ok(idents.includes(new Int32Array(cells)[1]!), "in one of the parties' threads");
  });

  test(`Barrier, ${mix}: an action that throws breaks it; its thread gets the error`, async () => {
    const barrier = new Barrier(4, { action: failing, module: here });
    const seen = await results(crowdOf((index) => begin(here, once, barrier, form(index)), 4));
    assert.equal(seen.sort(), [...Array(3).fill("BrokenBarrierError"), "RangeError"]);
    assert.equal([barrier.broken, barrier.nWaiting], [true, 0]);
    await fails(() => barrier.waitSync(), BrokenBarrierError);
  });
}

for (const form of forms) {
  test(`Barrier, ${form}: a wait of its own overrides the barrier's timeout`, async () => {
    const barrier = new Barrier(2, { timeout: 20 });
    const patient = begin(here, once, barrier, form, { timeout: PATIENCE });
    const { value, took } = await timed(async () => {
      await until(() => barrier.nWaiting === 1, "the patient");
      await new Promise((go) => setTimeout(go, 60)); // three times the barrier's own timeout
      return wait(barrier, form);
    });
    assert.ok(took >= 50);
    assert.equal([value, ...await results([patient])].sort(), [0, 1]);
    assert.is(barrier.broken, false);
  });

  test(`Barrier, ${form}: a broken one refuses at once`, async () => {
    const barrier = new Barrier(2);
    barrier.abort();
    const error = await fails(() => wait(barrier, form), BrokenBarrierError);
    assert.is(error.name, "BrokenBarrierError");
    assert.ok(error instanceof RuntimeError);
    await fails(() => wait(barrier, form, { timeout: 1000 }), BrokenBarrierError);
    barrier.abort();
    assert.is(barrier.nWaiting, 0);
    barrier.reset();
    assert.is(barrier.broken, false);
    const other = begin(here, once, barrier, form);
    assert.equal([await wait(barrier, form), ...await results([other])].sort(), [0, 1]);
  });

  test(`Barrier, ${form}: a timeout of nothing breaks it, unless it is the last to come`, async () => {
    const barrier = new Barrier(2);
    const other = begin(here, once, barrier, form);
    await until(() => barrier.nWaiting === 1, "the other");
    assert.is(await wait(barrier, form, { timeout: 0 }), 1);
    assert.equal(await results([other]), [0]);
    await fails(() => wait(barrier, form, { timeout: 0 }), BrokenBarrierError);
    assert.is(barrier.broken, true);
  });
}

test("Barrier: places are given in order of arrival", async () => {
  const barrier = new Barrier(4);
  const waiting = [barrier.wait(), barrier.wait(), barrier.wait()];
  assert.is(barrier.nWaiting, 3);
  assert.is(barrier.waitSync(), 3);
  assert.equal(await within(PATIENCE, Promise.all(waiting)), [0, 1, 2]);
  assert.is(barrier.nWaiting, 0);
});

test("Barrier: tasks of one thread are parties like threads", async () => {
  const barrier = new Barrier(3);
  const seen = await within(
    PATIENCE,
    Promise.all([0, 1, 2].map(() => passes(barrier, "asynchronous", new SharedArrayBuffer(8), 0)))
      .then(() => Promise.all([barrier.wait(), barrier.wait(), barrier.wait()])),
  );
  assert.equal(seen, [0, 1, 2]);
});

test("Barrier: a reset of an idle one changes nothing", async () => {
  const barrier = new Barrier(2);
  barrier.reset();
  assert.equal([barrier.broken, barrier.nWaiting], [false, 0]);
  const other = begin(here, once, barrier, "blocking");
  barrier.waitSync();
  await results([other]);
});

test("Barrier: a reset frees those inside, and the next pass is whole at once", async () => {
  const barrier = new Barrier(3);
  const waiting = [barrier.wait(), barrier.wait()];
  const broken = Promise.allSettled(waiting);
  barrier.reset();
  assert.equal([barrier.broken, barrier.nWaiting], [false, 0]);
  const next = [barrier.wait(), barrier.wait(), barrier.wait()];
  assert.equal(await within(PATIENCE, Promise.all(next)), [0, 1, 2]);
  for (const end of await broken) {
    assert.is(end.status, "rejected");
    assert.instance((end as PromiseRejectedResult).reason, BrokenBarrierError);
  }
});

test("Barrier: main among the parties, blocked and not", async () => {
  await stress(5, async (round) => {
    const barrier = new Barrier(3);
    const cells = new SharedArrayBuffer(8);
    const crowd = crowdOf((index) => begin(here, backToBack, barrier, formOf(index), cells, 20), 2);
    const own = await within(PATIENCE, backToBack(barrier, formOf(round), cells, 20));
    const seen = [own, ...await results(crowd)];
    for (let pass = 0; pass < 20; pass++) {
      assert.equal(seen.map((each) => each[pass]!).sort(), [0, 1, 2]);
    }
  });
});

test("Barrier: an action that its module does not export fails the threads that get it", async () => {
  await fails(() => new Barrier(2, { action: "counted" as unknown as () => void }), TypeError);
  function localOnly() {}
  const barrier = new Barrier(2, { action: localOnly, module: here });
  const thread = begin(here, once, barrier, "blocking");
  await fails(() => within(PATIENCE, thread.result()), TypeError, /localOnly/);
  assert.is(barrier.nWaiting, 0);
});

test.run();
