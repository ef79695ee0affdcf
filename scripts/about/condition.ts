/** What is said about the lesson of waiting for something to become true. */

import { counted, declare, lines, seconds, toggle, type Values, whole } from "../../lib/lesson.ts";

interface Facts {
  /** What each consumer took, in which turn, and how often it was woken for nothing. */
  takers: { name: string; vain: number; got: { turn: number; item: number }[] }[];
}

/** Where the buffer counts what went in, and what went out. */
export const IN = 0;
export const OUT = 1;

export const say = lines({
  en: {
    name: (i: number) => `consumer ${i}`,
    takes: (name: string, item: number) =>
      item === 0 ? `${name} takes from an empty place` : `${name} takes item ${item}`,
  },
  zh: {
    name: (i) => `消费者 ${i}`,
    takes: (name, item) => item === 0 ? `${name} 从空位上取` : `${name} 取走第 ${item} 件`,
  },
});

/** All items that were taken, in the order of the turns. */
const taken = ({ takers }: Facts) =>
  takers.flatMap(({ got }) => got).sort((a, b) => a.turn - b.turn).map(({ item }) => item);
/** Was everything taken once, in the order in which it came? */
const sound = (facts: Facts) => taken(facts).every((item, turn) => item === turn + 1);
const vainIn = ({ takers }: Facts) => takers.reduce((sum, { vain }) => sum + vain, 0);

export const about = declare({
  name: "condition",
  title: { en: "Woken: if or while?", zh: "条件变量：if 与 while" },
  about: {
    en:
      "A buffer made by hand: consumers wait until something is in it. When woken, do they look again?",
    zh: "自己做一个缓冲区：消费者等到里面有东西为止。被唤醒之后，要不要再检查一次？",
  },
  parameters: {
    consumers: whole(3, 1, 8, { en: "how many consumers", zh: "消费者的个数" }),
    items: whole(4, 1, 50, { en: "items each consumer takes", zh: "每个消费者取走的件数" }),
    size: whole(2, 1, 100, { en: "places in the buffer", zh: "缓冲区的位置数" }),
    delay: seconds(0.05, {
      en: "seconds the producer needs for an item",
      zh: "生产一件所需的秒数",
    }),
    again: toggle(true, {
      en: "a woken consumer looks again (while, not if)",
      zh: "用 while：被唤醒后再检查一次",
    }),
    all: toggle(true, {
      en: "notifyAll: wake everybody who waits",
      zh: "用 notifyAll：唤醒所有等待者",
    }),
  },
  explore: { consumers: 2, items: 1, size: 1, delay: 0 },
  prediction: {
    question: ({ consumers, all }) => ({
      en:
        `${
          counted(consumers, "consumer")
        } may wait while the buffer is empty; each new item wakes ` +
        `${all ? "all of them" : "one of them"}. When somebody wakes up, is there an item?`,
      zh: `缓冲区空的时候，最多有 ${consumers} 个消费者在等；每来一件就唤醒${
        all ? "所有等待者" : "其中一个"
      }。醒来的时候，一定有东西可取吗？`,
    }),
    choices: ({ consumers }) =>
      consumers === 1 ? {} : ({
        always: { en: "yes: that is why it was woken", zh: "一定有：就是因为有才被唤醒" },
        vain: { en: "not always: another may have taken it", zh: "不一定：可能已经被别人取走" },
      }),
    answer: (facts: Facts) => vainIn(facts) > 0 ? "vain" : "always",
  },
  invariant: () => ({
    en: "every item is taken once, in the order in which it was put",
    zh: "每一件恰好被取走一次，顺序和放入时相同",
  }),
  held: sound,
  breaks: ({ again, consumers }) => !again && consumers > 1,
  picture: ({ takers }: Facts) => ({
    lanes: takers.map(({ name, got }) => ({
      name,
      spans: got.map(({ turn, item }) => ({
        from: turn,
        to: turn + 1,
        mark: item === 0 ? "-" : `${item % 10}`,
      })),
    })),
    turns: true,
    legend: {
      en:
        "From left to right: who took in which turn; each digit is the last one of the item's number, - is an empty place.",
      zh: "从左到右：谁在第几次取，数字是取到第几件（末位），- 表示空位。",
    },
  }),
  closing: (facts: Facts, { again, all, consumers }) => {
    const items = taken(facts), vain = vainIn(facts);
    const wrong = items.filter((item, turn) => item !== turn + 1).length;
    if (!sound(facts)) {
      return {
        en: `${wrong} of ${counted(items.length, "time")}, the wrong thing was taken: an empty ` +
          `place, an item taken before, or one out of its turn. Consumers were woken, but ` +
          `another got the lock before them, and an if does not look again. Try --again: ` +
          `with it they look again, in a while loop.`,
        zh:
          `${items.length} 次里有 ${wrong} 次取得不对：空位、早已被取走的那一件，或者还没轮到的那一件。` +
          `消费者确实被唤醒了，但醒来后要先拿回缓冲区的锁，而别人已经抢先；if 不会再检查一次。` +
          `试试 --again：用 while 循环再检查一次。`,
      };
    }
    if (!again && consumers > 1) {
      return {
        en: `All ${counted(items.length, "item")} were right, by luck: nobody came between the ` +
          `waking and the lock. An if is only right if you can prove that this never happens. ` +
          `Try --no-again --all, or --no-again --no-all --consumers 8 --delay 0.`,
        zh: `${items.length} 件都对，但只是运气好：从被唤醒到拿到锁之间，恰好没有别人插进来。` +
          `除非能证明这种情况永远不会发生，否则用 if 就是错的。` +
          `试试 --no-again --all，或者 --no-again --no-all --consumers 8 --delay 0。`,
      };
    }
    return {
      en:
        `${counted(items.length, "item")}, each taken once; ${
          counted(vain, "time")
        } somebody woke up and found nothing. To be woken means "look again" and not "it is yours", ` +
        `so a consumer waits in a while loop. Try ${
          all ? "--no-all" : "--all"
        }, and then --no-again.`,
      zh: `${items.length} 件都恰好被取走一次；另外，消费者有 ${vain} 次被唤醒却没有东西可取。` +
        `被唤醒的意思是“再看一看”，而不是“东西归你了”，所以要在 while 循环里等待。` +
        `试试 ${all ? "--no-all" : "--all"}，然后试试 --no-again。`,
    };
  },
});

/** What a run is given. */
export type Given = Values<typeof about.parameters>;
