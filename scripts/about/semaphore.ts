/** What is said about the lesson of at most so many at once. */

import { counted, declare, inSeconds, lines, seconds, toggle, whole } from "../../lib/lesson.ts";

interface Facts {
  /** How many were inside with each guest, and when it came, entered and left. */
  visits: { now: number; came: number; from: number; to: number }[];
  /** The most guests that were inside at one moment. */
  peak: number;
}

export const say = lines({
  en: {
    name: (guest: number) => `guest ${guest}`,
    enters: (guest: number) => `guest ${guest} comes in`,
    leaves: (guest: number) => `guest ${guest} goes`,
  },
  zh: {
    name: (guest) => `客人 ${guest}`,
    enters: (guest) => `客人 ${guest} 进来`,
    leaves: (guest) => `客人 ${guest} 离开`,
  },
});

/** Seconds from the first arrival to the last departure. */
function span({ visits }: Facts): number {
  const first = Math.min(...visits.map(({ came }) => came));
  return (Math.max(...visits.map(({ to }) => to)) - first) / 1000;
}

export const about = declare({
  name: "semaphore",
  title: { en: "A limited number", zh: "信号量：最多 k 个" },
  about: {
    en: "Many threads want to come in; a semaphore lets only a limited number be inside at once.",
    zh: "许多线程都想进来，信号量保证同时在里面的不超过规定的个数。",
  },
  parameters: {
    guests: whole(6, 1, 16, { en: "how many threads want to come in", zh: "想进来的线程个数" }),
    places: whole(2, 1, 16, { en: "places inside", zh: "里面的位置数" }),
    delay: seconds(0.3, { en: "seconds each of them stays", zh: "每个线程停留的秒数" }),
    semaphore: toggle(true, {
      en: "ask the semaphore for a place",
      zh: "进来之前先向信号量要位置",
    }),
  },
  explore: { guests: 2, places: 1, delay: 0 },
  prediction: {
    question: ({ guests, places, semaphore }) => ({
      en: `${counted(guests, "thread")} come at the same time; there ${
        places === 1 ? "is 1 place" : `are ${places} places`
      }${semaphore ? "" : ", and nobody asks for one"}. How many are inside at most?`,
      zh: `${guests} 个线程同时来，里面有 ${places} 个位置${
        semaphore ? "" : "，但谁也不先要位置"
      }。同时在里面的最多有几个？`,
    }),
    choices: ({ guests, places }) =>
      Object.fromEntries(
        [...new Set([1, Math.min(places, guests), guests])].map((n) => [
          `${n}`,
          {
            en: n === 1 ? "1, as with a lock" : n === guests ? `all ${n}` : `${n}`,
            zh: n === 1 ? "1 个，和锁一样" : n === guests ? `全部 ${n} 个` : `${n} 个`,
          },
        ]),
      ),
    answer: ({ peak }: Facts) => `${peak}`,
  },
  outcome: {
    about: { en: "The most that were inside at once", zh: "同时在里面的最多人数" },
    of: ({ peak }: Facts) => peak,
  },
  speed: { workers: ["places"], work: ({ guests }) => guests },
  invariant: ({ places }) => ({
    en: `never more than ${places} inside at once`,
    zh: `同时在里面的不超过 ${places} 个`,
  }),
  held: ({ peak }: Facts, { places }) => peak <= places,
  breaks: ({ semaphore, guests, places }) => !semaphore && guests > places,
  picture: ({ visits }: Facts) => {
    const start = Math.min(...visits.map(({ came }) => came));
    return {
      lanes: visits.map(({ came, from, to }, i) => ({
        name: say("name", i + 1),
        spans: [
          { from: (came - start) / 1000, to: (from - start) / 1000, mark: "░" },
          { from: (from - start) / 1000, to: (to - start) / 1000 },
        ].filter(({ from, to }) => to > from),
      })),
      inTimeline: true,
      legend: {
        en: "Light: waits outside. Dark: is inside.",
        zh: "浅色：在外面等；深色：在里面。",
      },
    };
  },
  closing: (facts: Facts, { guests, places, semaphore }) => {
    const { peak } = facts, time = inSeconds(span(facts));
    if (!semaphore) {
      return {
        en: `At most ${peak} were inside at once, and after ${time} all were done: nothing held ` +
          `anybody back. ${
            peak > places
              ? `For a database with ${
                counted(places, "connection")
              } that is too many. Try --semaphore.`
              : `There were places enough for all. Try --no-semaphore --guests 6 --places 2.`
          }`,
        zh: `同时在里面的最多有 ${peak} 个，${time} 之后全部结束：没有什么拦住它们。` +
          `${
            peak > places
              ? `换成只有 ${places} 个连接的数据库，就太多了。试试 --semaphore。`
              : `位置本来就够。试试 --no-semaphore --guests 6 --places 2。`
          }`,
      };
    }
    const other = places < guests ? guests : places === 1 ? 2 : 1;
    return {
      en: `At most ${peak} of ${counted(guests, "thread")} were inside at once; all together ` +
        `took ${time}. A semaphore counts free places: acquire() takes one or waits, release() ` +
        `gives one back. With one place it is a lock; with more, those inside still need a lock ` +
        `for what they change together. Try --places ${other}, then --no-semaphore.`,
      zh: `${guests} 个线程中，同时在里面的最多有 ${peak} 个，一共用了 ${time}。` +
        `信号量记录还剩几张许可（这里就是空位）：acquire() 拿走一张，没有就等；release() 还回一张。` +
        `只有一个位置时它就是一把锁；位置更多时，里面的线程若要改同一个数据，仍然需要锁。` +
        `试试 --places ${other}，然后试试 --no-semaphore。`,
    };
  },
});
