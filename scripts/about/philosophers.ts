/** What is said about the lesson of forks in a circle. */

import { counted, declare, inSeconds, lines, seconds, toggle, whole } from "../../lib/lesson.ts";

interface Facts {
  /** Does everybody hold one fork and wait for the next? */
  stuck: boolean;
  /** The meals of each. */
  eaten: number[];
  seconds: number;
}

/** How the progress of a philosopher is counted: a meal, and the first fork of the next one. */
export const MEAL = 2;
export const HOLDS_ONE = 1;

export const say = lines({
  en: {
    name: (who: number) => `seat ${who + 1}`,
    eats: (who: number, meal: number) => `seat ${who + 1} eats meal ${meal}`,
    waits: (who: number, of: number) =>
      `seat ${who + 1} waits for fork ${(who + 1) % of + 1}, held by seat ${(who + 1) % of + 1}`,
  },
  zh: {
    name: (who) => `哲学家 ${who + 1}`,
    eats: (who, meal) => `${who + 1} 号哲学家吃第 ${meal} 顿`,
    waits: (who, of) =>
      `${who + 1} 号哲学家在等 ${(who + 1) % of + 1} 号叉子，叉子在 ${
        (who + 1) % of + 1
      } 号哲学家手里`,
  },
});

export const about = declare({
  name: "philosophers",
  title: { en: "Forks in a circle", zh: "哲学家就餐" },
  about: {
    en: "Philosophers around a table, one fork between two neighbours: can they all wait for ever?",
    zh: "哲学家围坐一圈，每两人之间一把叉子：会不会谁也吃不上？",
  },
  parameters: {
    seats: whole(5, 2, 12, { en: "how many philosophers", zh: "哲学家人数" }),
    meals: whole(10, 1, 100, { en: "meals each of them eats", zh: "每人吃几顿" }),
    delay: seconds(0.02, {
      en: "seconds from the first fork to the second",
      zh: "拿到第一把叉子之后，过几秒去拿第二把",
    }),
    order: toggle(true, {
      en:
        "take forks in order of their numbers: so the last philosopher begins with the right-hand fork",
      zh: "按编号从小到大拿叉子：最后一人右边的编号更小，所以先拿右边",
    }),
    waiter: toggle(false, {
      en: "a waiter never lets all of them sit at once: one has to stand",
      zh: "有服务员，总让至少一个座位空着",
    }),
  },
  explore: { seats: 3, meals: 1, delay: 0 },
  prediction: {
    question: ({ seats, meals, order, waiter }) => ({
      en:
        `${seats} philosophers take the left fork, then the right one${
          order ? "; only the last one takes the right fork first" : ""
        }${waiter ? `; a waiter lets ${seats - 1} of them sit down at a time` : ""}. ` +
        `${counted(meals, "meal")} each: how does it end?`,
      zh: `${seats} 个哲学家都先拿左边的叉子，再拿右边的${order ? "，只有最后一人先拿右边的" : ""}${
        waiter ? `；服务员只让 ${seats - 1} 人同时就座` : ""
      }。每人要吃 ${meals} 顿，结果会怎样？`,
    }),
    choices: () => ({
      all: { en: "all eat all their meals", zh: "每个人都吃完" },
      some: { en: "some eat all, some do not", zh: "有人吃完，有人饿着" },
      stuck: { en: "sooner or later nobody can eat", zh: "迟早谁也吃不上" },
    }),
    answer: ({ stuck, eaten }: Facts, { meals }) =>
      stuck ? "stuck" : eaten.every((n) => n === meals) ? "all" : "some",
  },
  speed: { workers: ["seats"], work: ({ seats, meals }) => seats * meals },
  invariant: ({ meals }) => ({
    en: `everybody eats ${counted(meals, "meal")}`,
    zh: `每个人都吃到 ${meals} 顿`,
  }),
  held: ({ stuck, eaten }: Facts, { meals }) => !stuck && eaten.every((n) => n === meals),
  breaks: ({ order, waiter }) => !order && !waiter,
  picture: ({ eaten }: Facts) => ({
    lanes: eaten.map((meals, who) => ({
      name: say("name", who),
      spans: meals > 0 ? [{ from: 0, to: meals }] : [],
    })),
    turns: true,
    legend: { en: "How many meals each of them had.", zh: "每个人吃到的顿数。" },
  }),
  closing: ({ stuck, eaten, seconds }: Facts, { seats, order, waiter }) => {
    const all = eaten.reduce((sum, n) => sum + n, 0);
    if (stuck) {
      return {
        en:
          `After ${
            counted(all, "meal")
          } everybody held one fork and waited for the next: a circle ` +
          `of ${seats}. Nobody did anything wrong alone; only all of them together make the ` +
          `circle. Try --order, or --no-order --waiter.`,
        zh: `吃了 ${all} 顿之后，每个人都拿着一把叉子等下一把：${seats} 个人等成了一个圈。` +
          `每个人做的都一样，单独看谁也没有错，合在一起才出了问题。` +
          `试试 --order，或者 --no-order --waiter。`,
      };
    }
    if (!order && !waiter) {
      return {
        en:
          `All ${counted(all, "meal")} were eaten in ${
            inSeconds(seconds)
          }, by luck: never did all ` +
          `${seats} hold one fork at the same moment, but nothing prevents it. Try it again, or ` +
          `--no-order --seats 2 --delay 0.1.`,
        zh:
          `${
            inSeconds(seconds)
          } 内吃完了 ${all} 顿，但只是运气好：${seats} 个人恰好没有同时各拿一把。` +
          `程序并没有防止这种情况。再运行一次，或者试试 --no-order --seats 2 --delay 0.1。`,
      };
    }
    return {
      en: `All ${counted(all, "meal")} were eaten in ${inSeconds(seconds)}. ${
        order
          ? "It is enough that one takes the forks the other way round: no circle can close."
          : "They never all sit at once, so somebody can always get a second fork."
      } Try ${order ? "--no-order --waiter" : "--order"}: which is faster? Then --no-order alone.`,
      zh: `${inSeconds(seconds)} 内吃完了 ${all} 顿。${
        order
          ? "只要有一个人反过来拿叉子，就不会等成一个圈。"
          : "总有一个座位空着，所以总有人能拿到第二把叉子。"
      }试试 ${order ? "--no-order --waiter" : "--order"}，哪个更快？然后只用 --no-order。`,
    };
  },
});
