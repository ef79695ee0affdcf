/** The script of the page of a recording, as the text that stands in it: plain JavaScript, no network. */

export const pageScript = String.raw`
"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const { lanes, events, words } = data, whole = Math.max(data.duration, 1);
const page = document.getElementById("page"), NS = "http://www.w3.org/2000/svg";
const ROW = 24, HEAD = 22;
let from = 0, to = whole, current = 0, chosen = -1, wanted = "";

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
function shape(name, attributes, text) {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}
function time(us) {
  if (us < 1000) return us.toFixed(us < 10 ? 1 : 0) + " µs";
  return us < 1e6 ? (us / 1000).toFixed(us < 1e5 ? 2 : 1) + " ms" : (us / 1e6).toFixed(3) + " s";
}
const put = (text, what) => text.replace("{}", String(what));
const nameOf = (lane) => lanes[lane] ? lanes[lane].name : "";

const input = element("input", { type: "search", placeholder: words.search, "aria-label": words.search });
const count = element("span", { class: "note", "aria-live": "polite" });
const keys = ["running", "waiting", "sleeping"].map((state) =>
  element("span", { class: "key", style: "--c: var(--" + state + ")" }, words[state]));
const bar = element("div", { class: "bar" }, input, count, ...keys);
const svg = shape("svg", { tabindex: 0, role: "application", "aria-label": words.help });
const tip = element("div", { id: "tip", "aria-live": "polite" });
page.append(bar, svg, element("div", { class: "help" }, words.help), tip);
if (data.dropped > 0) page.append(element("p", { class: "dropped" }, put(words.dropped, data.dropped)));
if (data.value) page.append(element("h2", {}, words.value), element("pre", {}, data.value));
if (data.waits.length > 0) {
  const rows = data.waits.map((wait) => element("tr", {},
    element("td", {}, nameOf(wait.lane)), element("td", {}, wait.object),
    element("td", {}, time(wait.time) + (wait.open ? " (" + words.never + ")" : "")),
    element("td", {}, String(wait.times)),
    element("td", {}, wait.holder === undefined ? "" : nameOf(wait.holder))));
  const head = ["lane", "object", "time", "times", "holder"].map((key) => element("th", {}, words[key]));
  page.append(element("h2", {}, words.waits), element("table", {}, element("tr", {}, ...head), ...rows));
}
const heading = element("h2", {}), source = element("pre", {});
if (Object.keys(data.sources).length > 0) page.append(heading, source);

function matches(event) {
  const text = [event.kind, event.object, event.detail, nameOf(event.lane), event.place].join(" ");
  return wanted !== "" && text.toLowerCase().includes(wanted);
}
function describe(event) {
  const parts = [time(event.time) + "  " + nameOf(event.lane) + "  " + event.kind];
  if (event.object) parts.push(event.object);
  if (event.detail) parts.push(event.detail);
  if (event.until) parts.push(time(event.until - event.time));
  if (event.until === null) parts.push(words.never);
  if (event.holder !== undefined) parts.push(words.holder + " " + nameOf(event.holder));
  let text = parts.join("  ");
  const cause = events[event.cause];
  if (cause) text += "\n" + words.cause + ": " + nameOf(cause.lane) + "  " + cause.kind + "  " + time(cause.time);
  if (event.place) text += "\n" + event.place;
  return text;
}
function showSource(place) {
  const at = place ? place.lastIndexOf(":") : -1;
  const file = at > 0 ? place.slice(0, at) : Object.keys(data.sources)[0];
  const text = data.sources[file];
  if (text === undefined) return;
  const line = at > 0 ? Number(place.slice(at + 1)) : 0;
  heading.textContent = words.source + ": " + file.replace(/^.*[/\\]/, "");
  source.replaceChildren(...text.split("\n").map((each, index) =>
    element("span", index + 1 === line ? { class: "here" } : {},
      String(index + 1).padStart(4) + "  " + each + "\n")));
  const here = source.querySelector(".here");
  if (here) source.scrollTop = here.offsetTop - source.offsetTop - source.clientHeight / 2;
}
function choose(index) {
  if (!events[index]) return;
  chosen = index;
  const event = events[index];
  current = event.lane;
  if (event.time < from || event.time > to) move(event.time - (from + to) / 2);
  tip.textContent = describe(event);
  showSource(event.place);
  draw();
}
function step(by) {
  const all = wanted ? events.map((event, i) => matches(event) ? i : -1).filter((i) => i >= 0)
    : events.map((_, i) => i);
  const at = by > 0 ? all.find((i) => i > chosen) : all.findLast((i) => i < chosen);
  if (at !== undefined) choose(at);
}
function move(by) {
  const length = to - from;
  from = Math.min(Math.max(0, from + by), whole - length);
  to = from + length;
}
function zoom(factor, around) {
  const length = Math.min(whole, Math.max((to - from) * factor, whole / 1e7));
  const share = (around - from) / (to - from);
  from = Math.min(Math.max(0, around - share * length), whole - length);
  to = from + length;
  draw();
}
function names() {
  return Math.min(180, Math.max(70, ...lanes.map(({ name }) => name.length * 8 + 10)), svg.clientWidth / 3);
}
function draw() {
  const width = svg.clientWidth || 800, left = names(), room = width - left - 4;
  const x = (at) => left + ((at - from) / (to - from)) * room;
  svg.setAttribute("height", HEAD + ROW * lanes.length + 4);
  const shapes = [];
  const ticks = room < 500 ? 2 : 4;
  for (let i = 0; i <= ticks; i++) {
    const at = from + ((to - from) * i) / ticks;
    shapes.push(shape("line", { class: "axis", x1: x(at), x2: x(at), y1: HEAD - 4, y2: HEAD + ROW * lanes.length }));
    shapes.push(shape("text", { x: x(at), y: 13, "text-anchor": i === 0 ? "start" : i === ticks ? "end" : "middle" }, time(at)));
  }
  lanes.forEach((lane, index) => {
    const y = HEAD + ROW * index, row = shape("g", { class: "row" + (index === current ? " current" : "") });
    row.append(shape("rect", { class: "back", x: 0, y, width, height: ROW }));
    const label = shape("text", { x: 4, y: y + 16 }, lane.name);
    row.append(label);
    for (const span of merged(lane.spans, room)) {
      const first = Math.max(left, x(span.from)), last = Math.min(width - 4, x(span.to));
      if (last < left || first > width) continue;
      const high = span.state === "running" ? 14 : 8;
      const drawn = shape("rect", { class: span.state, x: first, y: y + (ROW - high) / 2, width: Math.max(1, last - first), height: high });
      drawn.append(shape("title", {}, nameOf(index) + ": " + words[span.state] + " " + (span.object || "") + " " + time(span.to - span.from) +
        (span.holder === undefined ? "" : ", " + words.holder + " " + nameOf(span.holder))));
      row.append(drawn);
    }
    shapes.push(row);
  });
  const visible = events.map((event, index) => ({ event, index })).filter(({ event }) =>
    event.time >= from && event.time <= to && event.kind !== "waiting" && event.kind !== "running");
  const few = visible.length <= 1500;
  for (const { event, index } of visible) {
    const found = matches(event);
    if (!few && !found && index !== chosen) continue;
    const y = HEAD + ROW * event.lane + ROW / 2, at = x(event.time), cause = events[event.cause];
    if (cause && cause.lane !== event.lane) {
      shapes.push(shape("line", { class: "arrow", x1: Math.max(left, x(cause.time)), y1: HEAD + ROW * cause.lane + ROW / 2, x2: at, y2: y }));
    }
    if (event.kind === "task") {
      const last = Math.min(width - 4, x(event.until === null ? whole : event.until));
      shapes.push(shape("rect", { class: "task" + (found ? " found" : ""), x: at, y: y - 9, width: Math.max(1, last - at), height: 18 }));
    }
    const mark = shape("circle", { class: "event" + (found ? " found" : "") + (index === chosen ? " chosen" : ""), cx: at, cy: y, r: index === chosen ? 5 : 3 });
    mark.append(shape("title", {}, describe(event)));
    mark.addEventListener("click", () => choose(index));
    shapes.push(mark);
  }
  svg.replaceChildren(...shapes);
}
/* What is narrower than half a pixel is drawn together with its neighbours. */
function merged(spans, room) {
  const least = (to - from) / room / 2, drawn = [];
  for (const span of spans) {
    if (span.to < from || span.from > to) continue;
    const last = drawn[drawn.length - 1];
    if (last && span.to - span.from < least && last.to - last.from < least * 4) last.to = span.to;
    else drawn.push({ ...span });
  }
  return drawn;
}
svg.addEventListener("wheel", (event) => {
  event.preventDefault();
  const left = names(), share = Math.max(0, event.offsetX - left) / (svg.clientWidth - left - 4);
  zoom(event.deltaY > 0 ? 1.25 : 0.8, from + share * (to - from));
}, { passive: false });
let held;
svg.addEventListener("pointerdown", (event) => { held = event.clientX; });
addEventListener("pointerup", () => { held = undefined; });
addEventListener("pointermove", (event) => {
  if (held === undefined) return;
  move(((held - event.clientX) / (svg.clientWidth - names())) * (to - from));
  held = event.clientX;
  draw();
});
input.addEventListener("input", () => {
  wanted = input.value.trim().toLowerCase();
  count.textContent = wanted ? put(words.found, events.filter(matches).length) : "";
  draw();
});
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.activeElement === input) {
    if (event.key === "Escape") input.blur();
    if (event.key === "Enter") step(1);
    return;
  }
  const length = to - from, middle = (from + to) / 2;
  const keys = {
    "+": () => zoom(0.6, middle), "=": () => zoom(0.6, middle), "-": () => zoom(1.6, middle),
    ArrowLeft: () => move(-length / 5), ArrowRight: () => move(length / 5),
    ArrowUp: () => { current = Math.max(0, current - 1); },
    ArrowDown: () => { current = Math.min(lanes.length - 1, current + 1); },
    "0": () => { from = 0; to = whole; }, n: () => step(1), p: () => step(-1), "/": () => input.focus(),
  };
  if (!keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
  draw();
});
addEventListener("resize", draw);
showSource();
draw();
`;
