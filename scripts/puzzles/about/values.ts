/** What is said about the puzzles in which a value is read and written at the wrong time. */

import type { Puzzle } from "../../../lib/lesson/puzzle.ts";

export const values: readonly Puzzle[] = [
  {
    name: "lost_update",
    title: { en: "A visitor is lost", zh: "丢了一位访客" },
    about: {
      en: "Two doors count visitors. Every visitor must be counted.",
      zh: "两扇门共用一个计数器统计访客。每位访客都必须数到。",
    },
    reachable: [
      {
        value: 2,
        missing: { en: "the count never comes to two visitors", zh: "从来数不到两位访客" },
      },
    ],
    larger: {
      args: [3],
      missing: {
        en: "with three doors not every visitor is counted",
        zh: "换成三扇门，就会漏数访客",
      },
    },
    hints: [
      {
        en: "How many steps is +=, and what may happen between them?",
        zh: "+= 是几步？中间会发生什么？",
      },
      {
        en: "Both doors may read 0 before one of them writes 1.",
        zh: "两扇门可能都先读到 0，然后才有人写回 1。",
      },
      {
        en: "Value has add(), which reads and writes in one step; or hold a Lock for both steps.",
        zh: "Value 有 add()，一步完成读和写；也可以在这两步期间持有 Lock。",
      },
    ],
  },
  {
    name: "overdraft",
    title: { en: "An account is overdrawn", zh: "账户透支" },
    about: {
      en: "Two people take 80 from an account of 100. Only one of them may get it.",
      zh: "账户里有 100，两个人各取 80。只应该有一个人取到。",
    },
    reachable: [
      {
        value: [80, 0],
        missing: { en: "Ann can never be the one who is paid", zh: "小安（Ann）永远取不到钱" },
      },
      {
        value: [0, 80],
        missing: { en: "Bob can never be the one who is paid", zh: "小波（Bob）永远取不到钱" },
      },
    ],
    hints: [
      {
        en: "Taking the money off is one step already. What is checked before it, and when?",
        zh: "扣钱已经是一步了。那在扣钱之前检查了什么，什么时候检查的？",
      },
      {
        en: "What was true at the check may not be true any more at the act.",
        zh: "检查时成立的事，扣钱时不一定还成立。",
      },
      {
        en: "Make a Lock in the scenario, pass it to both, and hold it from the check to the act.",
        zh: "在 scenario 里建一个 Lock，传给两个人，从检查到扣钱一直持有它。",
      },
    ],
  },
  {
    name: "flag_first",
    title: { en: "Announced before it is there", zh: "先通知，后写信" },
    about: {
      en: "A letter is announced and then written. Whoever is told of it must find it.",
      zh: "信还没写就先通知了对方。收到通知的人必须能读到信。",
    },
    reachable: [
      { value: 42, missing: { en: "the letter is never read", zh: "信永远读不到" } },
    ],
    kept: { functions: ["receive"] },
    hints: [
      { en: "When may the receiver go on?", zh: "收信人什么时候可以继续？" },
      {
        en: "Between the two steps of send() the receiver may read.",
        zh: "在 send() 的两步之间，收信人可能已经读了。",
      },
      { en: "Write first, announce afterwards.", zh: "先写信，再通知。" },
    ],
  },
  {
    name: "check_then_await",
    title: { en: "One thread, two tasks", zh: "一个线程，两个任务" },
    about: {
      en: "A check before an await, an act after it. The account must not be overdrawn.",
      zh: "程序在 await 之前检查，之后才扣钱。账户不能透支。",
    },
    reachable: [
      {
        value: [80, 0],
        missing: { en: "the first task can never be paid", zh: "第一个任务永远取不到钱" },
      },
    ],
    allowed: [[0, 80]],
    kept: { statements: ["await sleep(10)"] },
    hints: [
      {
        en: "There is one thread. Where can it switch to the other task?",
        zh: "只有一个线程。它在哪里会转去执行另一个任务？",
      },
      {
        en: "During the await the other task goes on, and both have checked by then.",
        zh: "在 await 期间，另一个任务会继续执行，这时两个任务都已经检查过了。",
      },
      {
        en:
          "Hold a Lock over the check and the act: using _ = await lock.hold(). Or check again after the await.",
        zh:
          "从检查到行动一直持有 Lock：using _ = await lock.hold()。也可以在 await 之后再检查一次。",
      },
    ],
  },
];
