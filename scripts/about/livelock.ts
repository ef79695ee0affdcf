/** What is said about the lesson of polite threads that get nowhere. */

import { counted, declare, lines, seconds, type Span, toggle, whole } from "../../lib/lesson.ts";

interface Facts {
  /** Of each thread, turn by turn: $ moved money, x gave back, a space had a pause. */
  marks: string[];
  turns: number;
  /** The transfers that were not done. */
  left: number;
}

const NAMES = { en: ["Ann", "Bob"], zh: ["小安", "小波"] };

export const say = lines({
  en: {
    name: (who: number) => NAMES.en[who]!,
    yields: (who: number, turn: number) =>
      `turn ${turn}: ${NAMES.en[who]} holds lock ${"AB"[who]}, finds ${
        "BA"[who]
      } taken, gives back`,
    moves: (who: number, turn: number) => `turn ${turn}: ${NAMES.en[who]} has both and moves money`,
    stopped: (turns: number) => `... and so on, for ${counted(turns, "turn")}; then they give up`,
  },
  zh: {
    name: (who) => NAMES.zh[who]!,
    yields: (who, turn) =>
      `第 ${turn} 回合：${NAMES.zh[who]}拿着锁 ${"AB"[who]}，发现 ${"BA"[who]} 被占，于是放开`,
    moves: (who, turn) => `第 ${turn} 回合：${NAMES.zh[who]}两把锁都拿到了，转账`,
    stopped: (turns) => `……就这样过了 ${turns} 个回合，然后放弃`,
  },
});

const count = ({ marks }: Facts, mark: string) => marks.join("").split(mark).length - 1;

export const about = declare({
  name: "livelock",
  title: { en: "After you! After you!", zh: "活锁：互相谦让" },
  about: {
    en: "Nobody waits with a lock in hand, and yet nothing gets done: until chance helps.",
    zh: "没有谁拿着锁死等，却什么也没做成：加上随机的停顿才行。",
  },
  parameters: {
    transfers: whole(3, 1, 10, { en: "transfers of each thread", zh: "每个线程转账的次数" }),
    turns: whole(100, 100, 1000, { en: "turns before giving up", zh: "放弃之前的回合数" }),
    delay: seconds(0.01, { en: "seconds that a turn takes", zh: "每个回合的秒数" }),
    backoff: toggle(true, { en: "a random pause after giving way", zh: "让一步之后随机停顿" }),
  },
  explore: { transfers: 1, turns: 4, delay: 0 },
  prediction: {
    question: ({ backoff }) => ({
      en:
        `Ann takes lock A, then tries B; Bob takes B, then tries A. Whoever finds the second one ` +
        `taken gives the first back and tries again, ${
          backoff ? "immediately or a turn later, by chance" : "immediately"
        }; both at the same pace. How does it end?`,
      zh: `小安先拿锁 A 再试 B，小波先拿 B 再试 A。发现第二把被占，就放开第一把，然后${
        backoff ? "随机决定马上再试还是停一个回合" : "马上再试"
      }（两人按同样的节拍一回合一回合地走）。结果会怎样？`,
    }),
    choices: () => ({
      done: { en: "all transfers are done", zh: "全部转完" },
      waits: { en: "both wait for ever: a deadlock", zh: "两人永远等下去：死锁" },
      busy: { en: "both are busy, and nothing is done", zh: "两人一直在忙，却一笔也没转完" },
    }),
    answer: ({ left }: Facts) => left === 0 ? "done" : "busy",
  },
  invariant: ({ transfers }) => ({
    en: `both get all their transfers done: ${2 * transfers} together`,
    zh: `两人的转账全部完成：一共 ${2 * transfers} 笔`,
  }),
  held: (facts: Facts, { transfers }) => facts.left === 0 && count(facts, "$") === 2 * transfers,
  breaks: ({ backoff }) => !backoff,
  picture: ({ marks }: Facts) => ({
    lanes: marks.map((row, who) => ({
      name: say("name", who),
      spans: [...row].flatMap((mark, turn): Span[] =>
        mark === " " ? [] : [{ from: turn, to: turn + 1, mark }]
      ),
    })),
    turns: true,
    legend: {
      en: "Turn by turn: x gave its lock back, $ had both and moved money.",
      zh: "每个回合：x 放开了自己的锁，$ 拿到两把锁并转账。",
    },
  }),
  closing: (facts: Facts, { backoff, transfers }) => {
    const yields = count(facts, "x"), moved = count(facts, "$"), { turns } = facts;
    if (facts.left > 0) {
      return {
        en:
          `In ${counted(turns, "turn")} they gave way ${
            counted(yields, "time")
          }, and ${moved} of ` +
          `${
            counted(2 * transfers, "transfer")
          } were done. This is no deadlock: nobody waits, both ` +
          `work as hard as they can. But each does what the other does, so they always meet again. ` +
          `Try --backoff.`,
        zh:
          `${turns} 个回合里，两人让了 ${yields} 次，${2 * transfers} 笔转账完成了 ${moved} 笔。` +
          `这不是死锁：没有谁在等，两人都忙个不停。但一方做什么，另一方也做什么，` +
          `所以总是又撞到一起。试试 --backoff。`,
      };
    }
    return {
      en: `All ${counted(moved, "transfer")} were done in ${counted(turns, "turn")}; ${
        counted(yields, "time")
      } somebody gave way${
        turns > 3 ? " (only the first 3 turns are printed; the picture shows all)" : ""
      }. ${
        backoff
          ? "Each time, chance decides: try again immediately, or pause for a turn. If only one " +
            "pauses, the other gets both locks; how soon that happens is not certain."
          : "They met, and got out of step without the help of chance."
      } Try --no-backoff.`,
      zh: `${moved} 笔转账在 ${turns} 个回合里全部完成，两人一共让了 ${yields} 次${
        turns > 3 ? "（只打印了前 3 个回合的，图里是全部）" : ""
      }。${
        backoff
          ? "每次互相让步之后，两人各自随机决定马上再试还是停一个回合。只有一人停下时，另一人就能拿到两把锁；" +
            "要等多久，说不准。"
          : "没有随机的停顿，两人也错开了。"
      }试试 --no-backoff。`,
    };
  },
});
