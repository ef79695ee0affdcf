/** What is said about the lesson of stopping processes. */

import { counted, declare, lines, seconds, toggle, whole } from "../../lib/lesson.ts";

interface Worker {
  /** Coins that it took from one box, and that it put into the other. */
  taken: number;
  put: number;
  /** Its finally block ran. */
  cleaned: boolean;
  /** What the office has learnt of its end; null if there was no office any more to learn it. */
  exitcode: number | null;
  /** When its process was gone; null if it still was there a second after the office's end. */
  end: number | null;
}

interface Facts {
  workers: Worker[];
  /** The office's exit code. */
  code: number;
  /** When office and radio were gone; null as above. */
  ends: (number | null)[];
  /** Processes that still ran a second after the office's end, by their pids. */
  alive: number;
  /** When the signal was sent, and when all was over; 0 is when all had taken a coin. */
  stop: number;
  seconds: number;
}

export const say = lines({
  en: {
    begins: (workers: number) =>
      `moving coins: ${counted(workers, "process", "processes")} of an office`,
    stops: (kill: boolean) =>
      kill ? "SIGKILL to the office" : "Ctrl-C: SIGINT to all in the terminal",
    hears: "the office hears it, asks all to stop",
    office: "office",
    radio: "radio",
    worker: (worker: number) => `worker ${worker}`,
    cleans: (worker: number) => `worker ${worker} cleans up in its finally block`,
    ended: (worker: number, taken: number, put: number, exitcode: number | null) =>
      `worker ${worker} took ${taken}, put ${put}; exit code ${exitcode ?? "?"}`,
  },
  zh: {
    begins: (workers) => `办公室的 ${workers} 个工人进程开始搬硬币`,
    stops: (kill) => kill ? "向办公室发 SIGKILL" : "Ctrl-C：向终端里的所有进程发 SIGINT",
    hears: "办公室收到了，请求工人停止",
    office: "办公室",
    radio: "收音机",
    worker: (worker) => `工人 ${worker}`,
    cleans: (worker) => `工人 ${worker} 在 finally 块里清理`,
    ended: (worker, taken, put, exitcode) =>
      `工人 ${worker} 取出 ${taken} 枚，放入 ${put} 枚；退出码 ${exitcode ?? "？"}`,
  },
});

/** Coins that are in neither box. */
const missing = ({ workers }: Facts) =>
  workers.reduce((sum, { taken, put }) => sum + taken - put, 0);
const cleaned = ({ workers }: Facts) => workers.filter((worker) => worker.cleaned).length;

export const about = declare({
  name: "clean_stop",
  title: { en: "Ctrl-C or killed", zh: "优雅退出与强制结束" },
  about: {
    en: "Processes move coins and are stopped: what is lost, what keeps running, which exit codes?",
    zh:
      "办公室进程启动了搬硬币的工人和一台收音机（都是进程），中途被停止：会丢什么？还有什么在运行？退出码是多少？",
  },
  parameters: {
    workers: whole(3, 1, 12, { en: "processes that move coins", zh: "搬硬币的进程个数" }),
    delay: seconds(0.2, { en: "seconds that a coin is on its way", zh: "一枚硬币在路上的秒数" }),
    ask: toggle(true, {
      en: "the office hears SIGINT and asks its workers to stop",
      zh: "办公室处理 SIGINT，请求工人停止",
    }),
    kill: toggle(false, {
      en: "SIGKILL to the office alone instead of Ctrl-C",
      zh: "不按 Ctrl-C，而是只向办公室发 SIGKILL",
    }),
  },
  prediction: {
    question: ({ workers, ask, kill }) => ({
      en: `A process (the office) has started a radio (just another program) and ${
        counted(workers, "worker", "workers")
      }, each of which moves coins from one box to another. ${
        kill
          ? "Somebody kills the office with SIGKILL"
          : `Somebody presses Ctrl-C, which sends SIGINT to all; ${
            ask ? "the office handles it and asks its workers to stop" : "nobody handles it"
          }`
      }. Are coins lost, and what still runs a second later?`,
      zh:
        `办公室是一个进程，它启动了 ${workers} 个工人进程（每次搬一枚硬币）和一台收音机（一个普通程序）。${
          kill
            ? "有人用 SIGKILL 杀死办公室"
            : `有人按下 Ctrl-C，SIGINT 发给所有进程；${
              ask ? "办公室处理这个信号，请求工人停止" : "没有谁处理它"
            }`
        }。会丢硬币吗？一秒之后还有什么在运行？`,
    }),
    choices: () => ({
      "none 0": { en: "no coin is lost; nothing runs", zh: "硬币不丢；什么都不再运行" },
      "lost 0": { en: "coins are lost; nothing runs", zh: "丢硬币；什么都不再运行" },
      "none 1": { en: "no coin is lost; the radio runs", zh: "硬币不丢；收音机还在运行" },
      "lost 1": { en: "coins are lost; the radio runs", zh: "丢硬币；收音机还在运行" },
      "none all": { en: "radio and workers run on", zh: "收音机和工人都还在运行" },
    }),
    answer: (facts: Facts) => {
      const workers = facts.workers.some(({ end }) => end === null);
      return workers ? "none all" : `${missing(facts) > 0 ? "lost" : "none"} ${facts.alive}`;
    },
  },
  invariant: () => ({
    en: "no coin is lost, every finally block has run, and nothing is left running",
    zh: "没有丢硬币，每个 finally 块都执行了，没有留下还在运行的进程",
  }),
  held: (facts: Facts, { workers }) =>
    missing(facts) === 0 && cleaned(facts) === workers && facts.alive === 0 &&
    facts.workers.every(({ exitcode }) => exitcode === 0),
  breaks: ({ ask, kill }) => !ask || kill,
  picture: ({ workers, ends: [office, radio], stop, seconds }: Facts) => {
    const lane = (name: string, end: number | null | undefined) => ({
      name,
      spans: [{ from: 0, to: end ?? seconds }, { from: stop, to: stop, mark: "!" }],
    });
    const lanes = [
      lane(say("office"), office),
      lane(say("radio"), radio),
      ...workers.map(({ end }, i) => lane(say("worker", i + 1), end)),
    ];
    return {
      lanes,
      legend: {
        en: "!: the signal. A bar ends when the process is gone" +
          (radio === null ? "; the radio's, when main ended it." : "."),
        zh: "!：信号。横条画到进程结束为止" +
          (radio === null ? "；收音机的那条画到它被本课的主程序结束为止。" : "。"),
      },
    };
  },
  closing: (facts: Facts, { workers, ask, kill }) => {
    const { alive, code } = facts;
    const lost = missing(facts), ran = cleaned(facts);
    const coins = facts.workers.reduce((sum, { taken }) => sum + taken, 0);
    const codes = [...new Set(facts.workers.map(({ exitcode }) => exitcode))];
    const books = {
      en: `${lost} of ${counted(coins, "coin")} ${lost === 1 ? "is" : "are"} lost, ${ran} of ${
        counted(workers, "finally block")
      } ran`,
      zh: `取出的 ${coins} 枚硬币丢了 ${lost} 枚，${workers} 个 finally 块执行了 ${ran} 个`,
    };
    if (kill) {
      return {
        en: `SIGKILL cannot be handled (exit code ${code}: minus the ` +
          `number of the signal): ${books.en}. This library binds its processes to the one that ` +
          `started them, so the workers died with the office, and nobody is left to learn their ` +
          `exit codes; nothing binds the radio, and ${
            counted(alive, "process", "processes")
          } still ran a second later, until main ended it. Try --ask --no-kill.`,
        zh:
          `SIGKILL 无法捕获，有没有处理函数都一样（办公室的退出码是 ${code}：信号编号的负数）：${books.zh}。` +
          `这个库让子进程随启动者一起结束，所以工人和办公室一起结束了，也没有谁能得知它们的退出码；` +
          `收音机不受约束：一秒之后还有 ${alive} 个进程在运行，最后由本课的主程序结束。试试 --ask --no-kill。`,
      };
    }
    return ask
      ? {
        en: `Ctrl-C sends SIGINT to all that was started in the terminal. The workers left it to ` +
          `the office, which heard it and asked them to stop: ${books.en}, exit code ${codes} of the ` +
          `workers and ${code} of the office (128 plus the number of SIGINT, as a shell shows ` +
          `it). A second later ${alive} of all these processes still ran. Try --no-ask, or --kill.`,
        zh:
          `Ctrl-C 会把 SIGINT 发给这个终端里启动的所有进程。工人不理会它，由办公室处理并请求工人停止：` +
          `${books.zh}；工人的退出码是 ${codes}，办公室的是 ${code}（128 加 SIGINT 的编号，shell 的惯例）。` +
          `一秒之后还有 ${alive} 个进程在运行。试试 --no-ask，或者 --kill。`,
      }
      : {
        en:
          `Nobody handled SIGINT, so it ended every process where it was: ${books.en}. The exit code of ` +
          `the office is ${code}: minus the number of the signal. A second later ${alive} of all ` +
          `these processes still ran, but only because Ctrl-C reached them all. Try --kill, which ` +
          `reaches one.`,
        zh:
          `没有谁处理 SIGINT，所以所有进程当场结束：${books.zh}。办公室的退出码是 ${code}，即信号编号的` +
          `负数。一秒之后还在运行的进程有 ${alive} 个：没有更多，只是因为 Ctrl-C 发给了每一个进程。` +
          `试试 --kill，它只发给办公室。`,
      };
  },
});
