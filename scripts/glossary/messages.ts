/** The words for those who send each other something. */

import type { Term } from "./term.ts";

export const messages: readonly Term[] = [
  {
    name: { en: "message passing", zh: "消息传递" },
    also: ["message", "消息"],
    meaning: {
      en:
        "Nothing is shared: whoever wants another to know something sends a copy of it. A mistake in one " +
        "cannot damage the other's data; each message costs the time of copying it.",
      zh:
        "什么都不共享：想让对方知道什么，就发一份副本过去。一方出错不会弄坏另一方的数据，代价是每条消息都要复制。",
    },
    lessons: ["queue", "pipe", "grain"],
  },
  {
    name: { en: "queue", zh: "队列" },
    also: ["producer", "consumer", "生产者", "消费者"],
    meaning: {
      en:
        "Things leave it in the order in which they came. get() waits while it is empty, put() while " +
        "it is full. So producers, which make things, and consumers, which use them, need not know each other.",
      zh:
        "先进先出。空了，get() 就等；满了，put() 就等。于是放数据的一方（生产者）和取数据的一方（消费者）互不相识也能合作。",
    },
    lessons: ["queue", "cancel"],
  },
  {
    name: { en: "pipe", zh: "管道" },
    also: ["end of file", "EOF", "EOFError", "文件结束"],
    meaning: {
      en:
        "A line between two: what one end sends, the other receives, in order. When every copy of one end is closed, " +
        "the other learns that nothing more will come (end of file).",
      zh:
        "两方之间的一条线：一端发送，另一端按次序收到。一端的所有副本都关闭之后，另一端才知道不会再有消息了（文件结束，EOF）。",
    },
    lessons: ["pipe"],
  },
  {
    name: { en: "socket", zh: "套接字" },
    also: ["TCP"],
    meaning: {
      en:
        "An end of a connection (TCP) over the network. It carries bytes in order and knows nothing of " +
        "messages: where one ends is for the two sides to agree on.",
      zh:
        "网络连接（TCP）的一端。它按次序传送字节，不知道什么是“一条消息”：消息到哪里为止，要双方自己约定。",
    },
    lessons: ["socket"],
  },
  {
    name: { en: "pool", zh: "池（进程池、线程池）" },
    also: ["process pool", "thread pool", "进程池", "线程池", "池"],
    meaning: {
      en:
        "A fixed number of workers and a queue of tasks before them: whoever is free takes the next. " +
        "It limits how much runs at once, and no worker has to be started for each task.",
      zh:
        "固定数量的工作者，前面排着任务：谁空了谁取下一个。它限制同时运行的数量，也省去为每个任务新启动工作者的时间。",
    },
    lessons: ["pool", "speedup", "machines"],
  },
  {
    name: { en: "back-pressure", zh: "背压" },
    also: ["backpressure", "bounded queue", "有界队列"],
    meaning: {
      en:
        "A queue with a bound makes a producer wait if it is faster than its consumers. Without one the " +
        "queue grows until the memory is full.",
      zh: "生产者比消费者快时，有上限的队列让它等一等。没有上限，队列会一直涨到内存用完。",
    },
    lessons: ["cancel", "condition"],
  },
  {
    name: { en: "cancellation", zh: "取消" },
    also: ["cancel", "abort", "AbortSignal"],
    meaning: {
      en:
        "Telling work that nobody wants it any more. It stops only where it looks or waits: no thread " +
        "or promise can be stopped safely in the middle of a line.",
      zh:
        "告诉正在进行的工作：没人要它了。它只在检查或等待的地方停下；线程和 promise 都不能在一行中间被安全地停住。",
    },
    lessons: ["cancel", "clean_stop"],
  },
  {
    name: { en: "signal", zh: "信号" },
    also: ["SIGINT", "SIGTERM", "SIGKILL", "Ctrl-C"],
    meaning: {
      en:
        "What the operating system interrupts a process with: Ctrl-C is SIGINT, a polite request to " +
        "end is SIGTERM; SIGKILL ends it at once and cannot be caught. On the other two a clean program first " +
        "ends what it has started, then itself.",
      zh:
        "操作系统打断进程的方式：Ctrl-C 是 SIGINT，礼貌地要求结束是 SIGTERM，程序无法捕获、只能立即结束的是 SIGKILL。收到前两种时，好的程序先结束自己启动的东西，再结束自己。",
    },
    lessons: ["clean_stop"],
  },
  {
    name: { en: "exit code", zh: "退出码" },
    also: ["exit status"],
    meaning: {
      en:
        "The number with which a process ends: 0 if all went well, another one for what went wrong. If a " +
        "signal ended it, a shell shows 128 plus the signal's number (Ctrl-C: 130); `exitcode` is the signal's number with a minus (-2).",
      zh:
        "进程结束时交出的数：0 表示一切正常，其他数说明出了什么错。被信号结束时，shell 显示 128 加信号的编号（Ctrl-C 是 130），exitcode 则是信号编号的负数（-2）。",
    },
    lessons: ["process", "clean_stop"],
  },
  {
    name: { en: "overhead", zh: "额外开销" },
    also: ["grain", "granularity", "粒度", "开销"],
    meaning: {
      en:
        "What working together costs by itself: starting workers, copying messages, waiting for locks. " +
        "If a task is smaller than that (its grain is too fine), sharing it out makes the whole slower.",
      zh:
        "合作本身的代价：启动工作者、复制消息、等锁。任务本身花的时间如果比这还少（粒度太细），分出去做反而更慢。",
    },
    lessons: ["grain", "io_or_cpu"],
  },
  {
    name: { en: "latency", zh: "延迟" },
    also: ["throughput", "吞吐量"],
    meaning: {
      en:
        "The time from a request to its answer: for a message, the way there and back. With many " +
        "requests under way, more is done in a second (throughput), but each still takes as long.",
      zh:
        "一条消息从发出到收到应答要多久。同时发很多条，每秒完成的更多（吞吐量），但每一条仍然要那么久。",
    },
    lessons: ["distance", "grain"],
  },
  {
    name: { en: "idempotent", zh: "幂等" },
    also: ["idempotence"],
    meaning: {
      en:
        "To do it twice has the same effect as to do it once. Between machines nobody can always tell " +
        "whether a lost worker had finished, so a task that may be run again should be idempotent.",
      zh:
        "做两次和做一次效果一样。跨机器时，不一定知道失联的一方是否已经做完，所以可能被重做的任务应当幂等。",
    },
    lessons: ["machines"],
  },
];
