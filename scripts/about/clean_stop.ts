/** What is said about the lesson of stopping processes. */

import { counted, declare, lines, seconds, toggle, whole } from "../../lib/lesson.ts";

/** How the workers are stopped. */
type Way = "ask" | "terminate" | "kill";

interface Worker {
  /** Coins that it took from one box, and that it put into the other. */
  taken: number;
  put: number;
  /** Its finally block ran. */
  cleaned: boolean;
  exitcode: number;
}

interface Facts {
  workers: Worker[];
  /** Children that still ran when all had been waited for. */
  alive: number;
}

export const say = lines({
  en: {
    begins: (workers: number) => `moving coins: ${counted(workers, "process", "processes")}`,
    stops: (way: Way) =>
      ({
        ask: "main asks all to stop",
        terminate: "main ends all with SIGTERM",
        kill: "main ends all with SIGKILL",
      })[way],
    cleans: (worker: number) => `worker ${worker} cleans up in its finally block`,
    ended: (worker: number, taken: number, put: number, exitcode: number) =>
      `worker ${worker} took ${taken}, put ${put}; exit code ${exitcode}`,
  },
  zh: {
    begins: (workers) => `${workers} 个进程开始把硬币从一个盒子搬到另一个`,
    stops: (way) =>
      ({
        ask: "主进程请求所有进程停止",
        terminate: "主进程用 SIGTERM 结束所有进程",
        kill: "主进程用 SIGKILL 结束所有进程",
      })[way],
    cleans: (worker) => `进程 ${worker} 在 finally 块里清理`,
    ended: (worker, taken, put, exitcode) =>
      `进程 ${worker} 取出 ${taken} 枚，放入 ${put} 枚；退出码 ${exitcode}`,
  },
});

/** Coins that are in neither box. */
const missing = ({ workers }: Facts) =>
  workers.reduce((sum, { taken, put }) => sum + taken - put, 0);
const cleaned = ({ workers }: Facts) => workers.filter((worker) => worker.cleaned).length;

export const about = declare({
  name: "clean_stop",
  title: { en: "Asked or killed", zh: "好好停下来" },
  about: {
    en: "Processes move coins and are stopped: what is lost, what runs, which exit codes?",
    zh: "进程正在搬硬币时被停止：会丢什么？finally 会执行吗？退出码是多少？",
  },
  parameters: {
    workers: whole(3, 1, 12, { en: "processes that move coins", zh: "搬硬币的进程个数" }),
    delay: seconds(0.2, { en: "seconds that a coin is on its way", zh: "一枚硬币在路上的秒数" }),
    ask: toggle(true, { en: "ask them to stop", zh: "请求它们停止" }),
    kill: toggle(false, {
      en: "if not asked: SIGKILL instead of SIGTERM",
      zh: "不请求时：用 SIGKILL 代替 SIGTERM",
    }),
  },
  prediction: {
    question: ({ workers, ask, kill }) => ({
      en: `${counted(workers, "process", "processes")} move coins, one at a time, and ${
        workers === 1 ? "has" : "have"
      } a finally block. Main ${
        ask ? "asks them to stop" : `ends them with ${kill ? "SIGKILL" : "SIGTERM"}`
      }. How many coins are lost, and do the finally blocks run?`,
      zh: `${workers} 个进程在搬硬币，每个一次搬一枚，都有 finally 块。主进程${
        ask ? "请求它们停止" : `用 ${kill ? "SIGKILL" : "SIGTERM"} 结束它们`
      }。会丢几枚硬币？finally 块会执行吗？`,
    }),
    choices: ({ workers }) => ({
      "0 all": { en: "none is lost; they run", zh: "一枚也不丢；会执行" },
      "0 none": { en: "none is lost; they do not run", zh: "一枚也不丢；不会执行" },
      [`${workers} all`]: { en: `${workers}; they run`, zh: `${workers} 枚；会执行` },
      [`${workers} none`]: {
        en: `${workers}; they do not run`,
        zh: `${workers} 枚；不会执行`,
      },
      // A process may be ended just between two coins.
      ...workers > 1
        ? {
          "some none": {
            en: `fewer than ${workers}, not none; they do not run`,
            zh: `丢了，但不到 ${workers} 枚；不会执行`,
          },
        }
        : {},
    }),
    answer: (facts: Facts, { workers }) => {
      const ran = cleaned(facts), lost = missing(facts);
      return `${lost > 0 && lost < workers ? "some" : lost} ${
        ran === workers ? "all" : ran === 0 ? "none" : "some"
      }`;
    },
  },
  invariant: () => ({
    en: "no coin is lost, every finally block has run, and no child is left",
    zh: "没有丢硬币，每个 finally 块都执行了，没有留下子进程",
  }),
  held: (facts: Facts, { workers }) =>
    missing(facts) === 0 && cleaned(facts) === workers && facts.alive === 0 &&
    facts.workers.every(({ exitcode }) => exitcode === 0),
  breaks: ({ ask }) => !ask,
  closing: (facts: Facts, { workers, ask, kill }) => {
    const codes = [...new Set(facts.workers.map(({ exitcode }) => exitcode))];
    const lost = missing(facts), ran = cleaned(facts);
    const left = {
      en: facts.alive === 0
        ? "No child is left: main has waited for each."
        : `${counted(facts.alive, "child", "children")} are left.`,
      zh: facts.alive === 0
        ? "没有留下子进程：主进程等到了每个子进程结束。"
        : `还留下 ${facts.alive} 个子进程。`,
    };
    if (ask) {
      return {
        en:
          `Asked by an event, each put down the coin that it had in its hand: ${lost} of ${
            facts.workers.reduce((sum, { taken }) => sum + taken, 0)
          } are lost, ${ran} of ${
            counted(workers, "finally block")
          } ran, exit code ${codes}. ${left.en} ` +
          `Try --no-ask.`,
        zh:
          `收到事件的请求后，每个进程都先放下手里的硬币：${
            facts.workers.reduce((sum, { taken }) => sum + taken, 0)
          } 枚中丢了 ${lost} 枚，${workers} 个 finally 块执行了 ${ran} 个，退出码 ${codes}。` +
          `${left.zh}试试 --no-ask。`,
      };
    }
    const signal = kill ? "SIGKILL" : "SIGTERM";
    const next = kill ? "--ask" : "--no-ask --kill";
    return {
      en:
        `${signal} ended them where they were: ${
          counted(lost, "coin is", "coins are")
        } in neither box, and ${ran} of ${
          counted(workers, "finally block")
        } ran. Exit code ${codes}: ` +
        `the process was ended by signal ${codes.map((code) => -code)}. ${left.en} Try ${next}.`,
      zh: `${signal} 让它们当场结束：${lost} 枚硬币已从一个盒子取出，还没放进另一个；` +
        `${workers} 个 finally 块执行了 ${ran} 个。退出码 ${codes}：` +
        `负数表示被信号结束，去掉负号就是信号的编号。${left.zh}试试 ${next}。`,
    };
  },
});
