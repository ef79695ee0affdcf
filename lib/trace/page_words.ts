/** What the page of a recording says, in both languages; `{}` stands for what is put in. */

const en = {
  running: "running",
  waiting: "waiting",
  sleeping: "asleep",
  search: "search: a name, an object, a kind",
  help:
    "wheel or + −: zoom · drag or ← →: move · ↑ ↓: lane · n p: next, previous event · 0: all · /: search",
  waits: "Longest waits",
  lane: "lane",
  object: "waited for",
  time: "time",
  times: "times",
  holder: "held by",
  never: "never got it",
  events: "Events",
  source: "Source",
  value: "Result",
  dropped: "There was no room for {} more operations: what came after is not shown. " +
    "To keep more: --capacity N of a lesson, INTERLEAVE_TRACE_CAPACITY=N for a program.",
  found: "{} found",
  cause: "caused by",
};

const zh: typeof en = {
  running: "运行",
  waiting: "等待",
  sleeping: "睡眠",
  search: "搜索：名字、对象或种类",
  help:
    "滚轮或 + −：缩放 · 拖动或 ← →：移动 · ↑ ↓：上一行、下一行 · n p：下一个、上一个事件 · 0：全部 · /：搜索",
  waits: "等待最久的",
  lane: "谁",
  object: "等什么",
  time: "时间",
  times: "次数",
  holder: "被谁占用",
  never: "一直没等到",
  events: "事件",
  source: "源代码",
  value: "结果",
  dropped:
    "还有 {} 次操作没有记录：之后的内容没有显示。想多记一些：课程用 --capacity N，程序用 INTERLEAVE_TRACE_CAPACITY=N。",
  found: "找到 {} 个",
  cause: "由它放行",
};

export const pageWords: Readonly<Record<"en" | "zh", typeof en>> = { en, zh };
