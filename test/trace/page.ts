/** The page of a recording in a real browser: it draws, zooms, searches, steps, and needs no network. */
// deadline: 300 s

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Queue } from "../../lib/queue.ts";
import { cellOf } from "../../lib/memory/handles.ts";
import { memory } from "../../lib/system/shared.ts";
import { Event, Lock, sleep, Thread } from "../../lib/threading.ts";
import { type Recording, trace } from "../../lib/trace.ts";
import * as fixtures from "../fixtures/traced.ts";
import { until, within } from "../kit.ts";
import { chromiumSuite, domOf } from "../tools/chromium.ts";
import { temporary } from "../tools/lab.ts";

const { here } = fixtures;

async function recorded(): Promise<Recording<string>> {
  return await trace(async () => {
    const lock = new Lock({ name: "<door>" }), queue = new Queue<number>({ name: "line" });
    const threads = [
      new Thread({ target: fixtures.spins, args: [lock, 5], name: "spinner", module: here }),
      new Thread({ target: fixtures.puts, args: [queue, 3], name: "putter", module: here }),
      new Thread({ target: fixtures.gets, args: [queue, 3], name: "getter", module: here }),
    ];
    for (const thread of threads) thread.start();
    for (const thread of threads) await within(10_000, thread.join());
    return "</script><b>result</b>";
  }, { lines: true });
}

const plain = suite("the page as a text");

plain(
  "the page: one file that loads nothing, and no text of the program becomes markup",
  async () => {
    const page = (await recorded()).html({ title: "<title> & more" });
    const own = page.replace(/<script type="application\/json".*?<\/script>/s, "");
    assert.not.match(own, /(src|href)\s*=\s*["']?(https?:)?\/\//);
    assert.not.match(own, /@import\b|[:\s]url\(/);
    assert.match(page, "<title>&lt;title&gt; &amp; more</title>");
    assert.not.match(page, "<b>result</b>");
    assert.not.match(page, "<door>");
    assert.is(page.match(/<\/script>/g)!.length, 2);
  },
);

plain.run();

const test = chromiumSuite("the page in a browser");

/** What the page shows after `act`, a piece of its own script, as JSON. */
async function shown(
  page: string,
  act: string,
  flags?: string[],
): Promise<Record<string, unknown>> {
  let found = "";
  await temporary(async (folder) => {
    const file = join(folder, "page.html");
    const probe = `<script>
      const errors = []; addEventListener("error", ({ message }) => errors.push(message));
      const press = (key) => dispatchEvent(new KeyboardEvent("keydown", { key }));
      const many = (what) => document.querySelectorAll(what).length;
      const text = (what) => document.querySelector(what)?.textContent ?? "";
      const axis = () => [...document.querySelectorAll("svg > text")].map((each) => each.textContent);
      const answer = {}; try { ${act} } catch (error) { errors.push(String(error)); }
      const said = document.createElement("pre"); said.id = "answer";
      said.textContent = JSON.stringify({ ...answer, errors }); document.body.append(said);
    </script>`;
    writeFileSync(file, page.replace("</html>", `${probe}</html>`));
    found = await domOf(file, flags);
  });
  const answer = /<pre id="answer">(.*?)<\/pre>/s.exec(found)?.[1];
  assert.ok(answer, found.slice(0, 2000));
  const whole = answer.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  return JSON.parse(whole) as Record<string, unknown>;
}

test("a lane a row, its events, arrows, the source and the result", async () => {
  const recording = await recorded();
  const seen = await shown(
    recording.html(),
    `
    answer.lanes = [...document.querySelectorAll("svg .row > text")].map((each) => each.textContent);
    answer.running = many("rect.running"); answer.events = many("circle.event");
    answer.arrows = many("line.arrow"); answer.source = text("h2:last-of-type"); answer.page = document.body.innerText;
  `,
  );
  assert.equal(seen["errors"], []);
  assert.equal(seen["lanes"], recording.lanes.map(({ name }) => name));
  assert.ok(Number(seen["running"]) >= 4);
  const events = recording.events.filter(({ kind }) => kind !== "waiting").length;
  assert.is(seen["events"], events);
  const handed = recording.events.filter(({ cause, lane }) =>
    cause !== undefined && recording.events[cause]!.lane !== lane
  );
  assert.is(seen["arrows"], handed.length);
  assert.match(String(seen["source"]), /Source: \w+\.ts/);
  assert.match(String(seen["page"]), "</script><b>result</b>");
});

test("keys zoom and step, the search finds, and an event shows its line", async () => {
  const recording = await recorded();
  const seen = await shown(
    recording.html(),
    `
    answer.before = axis(); press("+"); press("+"); answer.zoomed = axis(); press("ArrowRight");
    answer.moved = axis(); press("0"); answer.after = axis();
    const input = document.querySelector("input"); input.value = "door";
    input.dispatchEvent(new Event("input")); answer.found = text(".note"); answer.marked = many(".found");
    press("n"); answer.chosen = text("#tip"); answer.here = text("pre .here"); press("n"); press("p");
    answer.again = text("#tip"); press("ArrowUp"); answer.current = many(".row.current");
  `,
  );
  assert.equal(seen["errors"], []);
  assert.equal(seen["after"], seen["before"]);
  assert.is.not(String(seen["zoomed"]), String(seen["before"]));
  assert.is.not(String(seen["moved"]), String(seen["zoomed"]));
  assert.match(String(seen["found"]), /^1\d found$/);
  assert.ok(Number(seen["marked"]) >= 10);
  assert.match(String(seen["chosen"]), "<door>");
  assert.match(String(seen["here"]), "lock.acquireSync()");
  assert.is(seen["again"], seen["chosen"]);
  assert.is(seen["current"], 1);
});

test("the wheel zooms around the pointer and back, and dragging moves, only while the button is down", async () => {
  const seen = await shown(
    (await recorded()).html(),
    `
    const svg = document.querySelector("svg"), box = svg.getBoundingClientRect();
    const at = (share) => ({ clientX: box.left + box.width * share, clientY: box.top + box.height / 2, bubbles: true, cancelable: true });
    const turn = (deltaY, share) => {
      const event = new WheelEvent("wheel", { deltaY, ...at(share) });
      svg.dispatchEvent(event);
      return event.defaultPrevented;
    };
    const point = (what, share) => svg.dispatchEvent(new PointerEvent("pointer" + what, at(share)));
    answer.before = axis(); answer.ours = turn(-100, 0.6); answer.nearer = axis();
    for (let i = 0; i < 20; i++) turn(-100, 0.6);
    answer.near = axis();
    for (let i = 0; i < 60; i++) turn(100, 0.6);
    answer.whole = axis();
    for (let i = 0; i < 5; i++) turn(-100, 0);
    answer.first = axis();
    point("move", 0.5); answer.over = axis();
    point("down", 0.9); point("move", 0.5); answer.left = axis();
    point("move", 0.9); answer.back = axis(); point("move", 0.5);
    point("up", 0.5); point("move", 0.9); answer.let = axis();
  `,
  );
  assert.equal(seen["errors"], []);
  assert.is(seen["ours"], true, "the page itself does not move");
  const [before, nearer, near, whole] = ["before", "nearer", "near", "whole"].map((key) =>
    seen[key] as string[]
  );
  for (const [one, other] of [[before, nearer], [nearer, near]]) {
    assert.is.not(one![0], other![0], "it begins later");
    assert.is.not(one!.at(-1), other!.at(-1), "it ends sooner");
  }
  assert.equal(whole, before);
  const first = seen["first"] as string[];
  assert.is(first[0], before![0], "where the pointer is the picture stays");
  assert.is.not(first.at(-1), before!.at(-1));
  assert.equal(seen["over"], first, "no button is down");
  assert.is.not(
    (seen["left"] as string[])[0],
    first[0],
    "what is drawn goes left with the pointer",
  );
  assert.equal(seen["back"], first);
  assert.equal(seen["let"], seen["left"], "no button is down any more");
});

test("the pointer over a mark or a wait finds what it is: nothing lies above them", async () => {
  const recording = await trace(async () => {
    const began = performance.now();
    const entered = new Event(), go = new Event(), lock = new Lock({ name: "<door>" });
    const make = (name: string, target: (...args: never[]) => unknown, ...args: unknown[]) =>
      new Thread({ target, args: args as never[], name, module: here });
    const first = make("first", fixtures.holds, lock, entered, go);
    const second = make("second", fixtures.wants, lock);
    first.start();
    await within(10_000, entered.wait());
    second.start();
    await until(() => memory[cellOf(lock)] === 2);
    await sleep(performance.now() - began); // so the wait is about half of the picture
    go.set();
    await within(10_000, Promise.all([first.join(), second.join()]));
  });
  const seen = await shown(
    recording.html(),
    `
    const told = (at) => at?.querySelector("title")?.textContent;
    const under = (shape, share) => {
      const { left, top, width, height } = shape.getBoundingClientRect();
      return document.elementFromPoint(left + width * share, top + height / 2);
    };
    const marks = [...document.querySelectorAll("circle.event")];
    answer.marks = marks.map((mark) => under(mark, 0.5)?.tagName);
    answer.events = marks.map((mark) => told(mark));
    const waits = [...document.querySelectorAll("rect.waiting")];
    const shares = Array.from({ length: 39 }, (_, at) => (at + 1) / 40);
    answer.waits = waits.map((wait) => shares.map((share) => told(under(wait, share)))
      .find((text) => text === told(wait)));
  `,
  );
  assert.equal(seen["errors"], []);
  const marks = seen["marks"] as string[];
  assert.equal(marks.filter((name) => name !== "circle"), [], "an arrow lies above a mark");
  const events = seen["events"] as string[];
  assert.ok(events.some((text) => text.includes("second") && text.includes("<door>")));
  const waits = seen["waits"] as (string | null)[];
  assert.ok(
    waits.some((text) => text && /^second: waiting <door> .*held by first$/.test(text)),
    String(waits),
  );
});

test("dark where the reader's system is, Chinese where it is asked for", async () => {
  const recording = await recorded();
  const colours =
    `answer.back = getComputedStyle(document.body).backgroundColor; answer.keys = text(".bar");`;
  const light = await shown(recording.html(), colours);
  const dark = await shown(recording.html({ language: "zh" }), colours, ["--force-dark-mode"]);
  assert.equal([light["errors"], dark["errors"]], [[], []]);
  assert.is(light["back"], "rgb(255, 255, 255)");
  assert.is(dark["back"], "rgb(20, 23, 28)");
  assert.match(String(dark["keys"]), "运行");
});

test.run();
