/** What is said about the puzzles in which threads wait for each other. */

import type { Puzzle } from "../../../lib/lesson/puzzle.ts";

export const waiting: readonly Puzzle[] = [
  {
    name: "if_or_while",
    title: { en: "Woken too late", zh: "醒来时已经没有了" },
    about: {
      en: "A baker, two loaves, two customers. Bread that is not there must not be sold.",
      zh: "一位面包师，两个面包，两位顾客。不能卖出不存在的面包。",
    },
    reachable: [
      {
        value: 2,
        missing: { en: "the two loaves are never both sold", zh: "两个面包从来卖不完" },
      },
    ],
    kept: {
      functions: ["bake"],
      statements: [
        `if (loaves.value === 0) throw new Error("there is no bread on the shelf"); loaves.value -= 1; sold.value += 1`,
      ],
    },
    hints: [
      {
        en: "Somebody is woken. Is the bread still there when it is their turn?",
        zh: "有人被唤醒了。轮到他的时候，面包还在吗？",
      },
      {
        en: "Between the notify and the waking another customer may take the lock, and the loaf.",
        zh: "在通知和醒来之间，另一位顾客可能先拿到锁，把面包买走。",
      },
      {
        en: "Ask again after each waking: while instead of if.",
        zh: "每次醒来都再检查一遍：用 while，不用 if。",
      },
    ],
  },
  {
    name: "notify_all",
    title: { en: "Only one is told", zh: "只通知了一个" },
    about: {
      en: "Two guests wait for a gate to be opened. Both must get in.",
      zh: "两位客人在等门打开。两位都必须进来。",
    },
    reachable: [
      {
        value: 2,
        missing: { en: "the two guests never both get in", zh: "两位客人从来进不齐" },
      },
    ],
    kept: { functions: ["enter"] },
    hints: [
      {
        en: "How many guests may be waiting when the gate is opened?",
        zh: "门打开的时候，可能有几位客人在等？",
      },
      {
        en: "notify() wakes one. Who wakes the other?",
        zh: "notify() 只唤醒一个。另一个由谁唤醒？",
      },
      {
        en: "If many wait for the same thing, all of them must be told: notifyAll().",
        zh: "大家都在等的事，要通知所有人：notifyAll()。",
      },
    ],
  },
  {
    name: "printers",
    title: { en: "The wrong number", zh: "信号量的数字不对" },
    about: {
      en: "Three jobs, two printers. At most two may print at once, and two must be able to.",
      zh: "三份文件，两台打印机。同时最多打印两份，但两台应该能同时工作。",
    },
    reachable: [
      {
        value: "two at once",
        missing: {
          en: "the two printers are never busy at once",
          zh: "两台打印机从来不会同时工作",
        },
      },
    ],
    allowed: ["one after the other"],
    kept: { functions: ["print"] },
    hints: [
      {
        en: "How many may pass the semaphore before one has to wait?",
        zh: "信号量放行几个之后才让人等？",
      },
      {
        en: "Three jobs are let in, and there are two printers.",
        zh: "放进来三份文件，打印机却只有两台。",
      },
      {
        en: "new Semaphore(2): one permit for each printer.",
        zh: "new Semaphore(2)：一台打印机一个许可。",
      },
    ],
  },
  {
    name: "barrier_again",
    title: { en: "A barrier used again", zh: "重复使用的屏障" },
    about: {
      en: "Two walkers meet after each of two rounds. Nobody may run ahead.",
      zh: "两个人每走完一圈都要碰头一次，共两圈。谁都不能抢跑。",
    },
    reachable: [
      { value: [2, 2], missing: { en: "they never walk both rounds", zh: "他们从来走不完两圈" } },
    ],
    kept: {
      statements: [
        "for (let round = 1; round <= 2; round++) { rounds.set(me, round)",
        `assert.ok(rounds.get(1 - me)! >= round, "one ran ahead")`,
      ],
      loose: ["arrived"],
    },
    hints: [
      {
        en: "Two permits are given. Who may take them, and in which round?",
        zh: "放出了两个许可。谁会拿走它们，在哪一圈拿？",
      },
      {
        en: "A fast walker takes the second permit in the next round, while the other still waits.",
        zh: "走得快的人可能在下一圈拿走第二个许可，而另一个还在等。",
      },
      {
        en: "Use Barrier, which knows its rounds; or a gate of its own for each round.",
        zh: "用 Barrier，它分得清第几圈；或者每一圈各用一道门（gate）。",
      },
    ],
  },
];
