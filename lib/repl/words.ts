/** What the REPL says, in both languages. */

import { installing } from "../lesson/called.ts";
import type { Language, Text } from "../lesson/language.ts";

const WORDS = {
  tagline: {
    en: "a hands-on concurrency lab: real threads, real processes",
    zh: "并发编程实验室：真实的线程，真实的进程",
  },
  cores: { en: "cores", zh: "个 CPU 核心" },
  pick: { en: "Which lesson?", zh: "选哪一课？" },
  done: { en: "done", zh: "已完成" },
  nextOne: { en: "next", zh: "下一课" },
  beside: { en: "Beside the lessons", zh: "课程之外" },
  own: { en: "a program of your own", zh: "写自己的程序" },
  ownName: { en: "name: what is it called", zh: "名字：程序叫什么" },
  puzzles: { en: "puzzles: fix what breaks", zh: "谜题：修好会出错的程序" },
  stats: { en: "what you got right", zh: "我的成绩" },
  nothing: { en: "nothing matches", zh: "没有匹配的" },
  which: { en: "Run it on", zh: "在哪个运行时上执行？" },
  thisOne: { en: " (this one)", zh: "（当前）" },
  skip: { en: "skip the question", zh: "跳过这个问题" },
  predict: { en: "What do you expect? ", zh: "先预测一下：" },
  right: { en: "As you expected: ", zh: "预测正确：" },
  wrong: { en: "Not as you expected: ", zh: "和预测的不一样，" },
  expected: { en: "it was ", zh: "实际是：" },
  speed: { en: "speed", zh: "速度" },
  command: { en: "The command, to repeat it without the menu:", zh: "不用菜单也可以这样运行：" },
  stopped: {
    en: "Stopped, with all its threads and processes.",
    zh: "已停止，它的线程和进程都已结束。",
  },
  failed: { en: "It ended with exit code ", zh: "退出码为 " },
  killed: { en: "It was ended by ", zh: "它被信号终止：" },
  unstartable: { en: "It could not be started: ", zh: "无法启动：" },
  after: { en: "And now?", zh: "接下来做什么？" },
  flip: { en: "the same with ", zh: "只改一项再来一次：" },
  again: { en: "again, with the same values", zh: "用同样的值再来一次" },
  change: { en: "with other values", zh: "换一组值" },
  timeline: { en: "what happened, on a timeline", zh: "在时间线上看发生了什么" },
  repeat: { en: "many times: how often each result", zh: "运行很多次，看各种结果出现几次" },
  sweep: {
    en: "vary one value: time, speed-up",
    zh: "让一个参数变化，看用时与加速比",
  },
  explore: { en: "every interleaving: all orders", zh: "看所有可能的交错次序" },
  spoiled: { en: "all orders, broken: ", zh: "换成会出错的，看所有交错次序：" },
  repaired: { en: "all orders, mended: ", zh: "改正后，看所有交错次序：" },
  step: { en: "be the scheduler yourself", zh: "自己来当调度器" },
  compare: { en: "on every runtime, and in Python", zh: "在每个运行时和 Python 上对比" },
  source: { en: "show the source", zh: "查看源代码" },
  next: { en: "next lesson: ", zh: "下一课：" },
  menu: { en: "all lessons", zh: "返回课程列表" },
  quit: { en: "quit", zh: "退出" },
  bye: { en: "Good-bye.", zh: "再见。" },
  number: {
    en: "Type a number or a name, or Enter for the one in brackets",
    zh: "输入编号或名称，直接回车选括号里的",
  },
  noChoice: { en: "Type a number from 1 to ", zh: "请输入编号，从 1 到 " },
  meant: { en: "Did you mean ", zh: "是不是 " },
  usuallyYes: { en: "Y/n", zh: "是 y/否 n，回车为是" },
  usuallyNo: { en: "y/N", zh: "是 y/否 n，回车为否" },
  yesOrNo: { en: "answer yes or no (y or n)", zh: "请回答 是 或 否（y 或 n 也行）" },
  calm: { en: "Ctrl-C again to leave the lab.", zh: "再按一次 Ctrl-C 退出实验室。" },
  yes: { en: "yes", zh: "是" },
  no: { en: "no", zh: "否" },
  move: { en: "move", zh: "移动" },
  through: { en: "move, # in all", zh: "移动，共 # 项" },
  select: { en: "select", zh: "选择" },
  filter: { en: "filter", zh: "筛选" },
  letters: { en: "type", zh: "输入" },
  word: { en: "word", zh: "术语" },
  whichWord: { en: "Which word?", zh: "查哪个词？" },
  back: { en: "back to the question", zh: "回到刚才的问题" },
  glossary: { en: "words: what each means", zh: "词汇表：每个词的意思" },
  marked: {
    en: "At every question, type ? and a word to see what it means: ? lock",
    zh: "任何时候都能输入 ? 加一个词来查它的意思，例如 ? lock。",
  },
  lessons: { en: "The lessons", zh: "课程" },
  runOne: { en: "One lesson, with the values you like:", zh: "运行一课，参数任选：" },
  ask: { en: "The flags of a lesson:", zh: "查看它的参数：" },
  open: { en: "The menu, in a terminal:", zh: "在终端中打开菜单：" },
  usage: { en: "Usage:", zh: "用法：" },
  packages: {
    en: "The menu needs the packages it is built on. Install them with: " +
      installing("@inquirer/prompts", "kleur"),
    zh: `菜单需要先安装依赖包，请运行：${installing("@inquirer/prompts", "kleur")}`,
  },
} satisfies Record<string, Text>;

/** The REPL's words in `language`. */
export function wordsIn(language: Language): (word: keyof typeof WORDS) => string {
  return (word) => WORDS[word][language];
}

export type Words = ReturnType<typeof wordsIn>;
