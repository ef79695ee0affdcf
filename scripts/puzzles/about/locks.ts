/** What is said about the puzzles in which a lock is taken or given back at the wrong time. */

import type { Puzzle } from "../../../lib/lesson/puzzle.ts";

export const locks: readonly Puzzle[] = [
  {
    name: "lock_twice",
    title: { en: "Taken twice", zh: "同一把锁拿两次" },
    about: {
      en: "Whoever holds the lock calls a function that takes it again. Nobody may wait for ever.",
      zh: "持有锁的函数又调用了一个也要拿锁的函数。修好之后，谁也不会永远等下去。",
    },
    reachable: [
      {
        value: [20, 3],
        missing: { en: "two deposits are never noted", zh: "两笔存款从来记不全" },
      },
    ],
    hints: [
      { en: "Who holds the lock that deposit() waits for?", zh: "deposit() 等的锁在谁手里？" },
      {
        en: "It waits for itself: a Lock does not know its owner.",
        zh: "它在等自己：Lock 不管持有者是谁，持有者自己再拿也要等。",
      },
      {
        en: "An RLock may be taken again by its owner. Or call note() after the release.",
        zh: "RLock 的持有者可以再次拿到它。也可以先释放，再调用 note()。",
      },
    ],
  },
  {
    name: "two_locks",
    title: { en: "Two locks in two orders", zh: "两把锁，两种次序" },
    about: {
      en:
        "Money goes from one account to the other and back at the same time. Nobody may wait for ever.",
      zh: "两个账户同时互相转账。修好之后，谁也不会永远等下去。",
    },
    reachable: [
      { value: [90, 110], missing: { en: "the money never arrives", zh: "钱从来转不过去" } },
    ],
    hints: [
      { en: "Which lock does each of them take first?", zh: "每个人先拿哪把锁？" },
      {
        en: "Each may hold the lock that the other waits for: a ring.",
        zh: "每个人都可能拿着对方在等的锁：等成了一个圈。",
      },
      {
        en:
          "Let everybody take the locks in the same order, the one with the smaller number first.",
        zh: "让所有人按同样的次序拿锁，编号小的在前。",
      },
    ],
  },
  {
    name: "forks",
    title: { en: "Philosophers and forks", zh: "哲学家和叉子" },
    about: {
      en:
        "There is one fork between two neighbours at the table; each philosopher needs two. Nobody may wait for ever.",
      zh: "相邻两位哲学家之间有一把叉子，吃饭要用两把。谁都不能饿死。",
    },
    reachable: [
      { value: 3, missing: { en: "not all of them can eat", zh: "不是每个人都能吃到饭" } },
    ],
    kept: { statements: ["meals.value += 1"] },
    hints: [
      {
        en: "What if all of them have taken their left fork?",
        zh: "要是每个人都先拿了左边的叉子呢？",
      },
      {
        en: "A ring needs everybody to wait in the same direction.",
        zh: "所有人都朝同一个方向等，才会等成一个圈。",
      },
      {
        en:
          "Let each take the fork with the smaller number first: then one of them takes the right fork first.",
        zh: "每个人先拿编号小的叉子：这样总有一个人先拿右边的。",
      },
    ],
  },
  {
    name: "not_released",
    title: { en: "Lost in an error", zh: "出错时没有释放" },
    about: {
      en: "Three people want 2, 2 and 1 of three seats. A refusal must not stop the others.",
      zh: "三个座位，三个人分别要 2、2、1 个。一个人订不到，不能让别人也卡住。",
    },
    reachable: [
      {
        value: [2, 0, 1],
        missing: {
          en: "the first and the third can never both get seats",
          zh: "第一位和第三位永远不能都订到",
        },
      },
      {
        value: [0, 2, 1],
        missing: {
          en: "the second and the third can never both get seats",
          zh: "第二位和第三位永远不能都订到",
        },
      },
    ],
    kept: { functions: ["person"] },
    hints: [
      {
        en: "Follow book() to the end when there are not enough seats.",
        zh: "座位不够时，book() 是怎么结束的？",
      },
      {
        en: "An error leaves the function, and the lock stays taken.",
        zh: "抛出错误就离开了函数，锁却还拿着。",
      },
      {
        en:
          "using _ = lock.holdSync() gives it back however the function is left; so does try/finally.",
        zh: "using _ = lock.holdSync() 无论怎样离开函数都会释放；try/finally 也行。",
      },
    ],
  },
];
