/** The words for what runs. */

import type { Term } from "./term.ts";

export const running: readonly Term[] = [
  {
    name: { en: "concurrency", zh: "并发" },
    also: ["concurrent"],
    meaning: {
      en:
        "Several things are under way at once: each has begun, none has to be finished before the " +
        "next begins. One worker who goes back and forth between them is enough.",
      zh:
        "几件事同时处于进行之中：每件都开始了，不必等一件做完才开始下一件。哪怕只有一个执行者来回切换，也是并发。",
    },
    lessons: ["sync_async", "event_loop", "thread"],
  },
  {
    name: { en: "parallelism", zh: "并行" },
    also: ["parallel", "core", "CPU core", "核心"],
    meaning: {
      en: "Several things run in the same instant, each on a core of its own. Unlike mere " +
        "concurrency it makes computing faster, at most as many times as there are cores.",
      zh:
        "几件事在同一瞬间真正同时运行，各占一个 CPU 核心。和单纯的并发不同，并行能让计算变快，最多快到核心数那么多倍。",
    },
    lessons: ["speedup", "io_or_cpu", "grain"],
  },
  {
    name: { en: "process", zh: "进程" },
    also: ["subprocess", "child", "child process", "子进程"],
    meaning: {
      en:
        "A running program with a memory of its own. Nothing that it changes is seen by another " +
        "process, unless it is sent there or shared on purpose.",
      zh:
        "一个正在运行的程序，有自己独立的内存。它改了什么，别的进程都看不到，除非专门发送或共享。",
    },
    lessons: ["process", "queue", "pipe"],
  },
  {
    name: { en: "thread", zh: "线程" },
    meaning: {
      en:
        "A line of execution within a process. In JavaScript a thread (a Worker) has variables of " +
        "its own; only shared memory is seen by several. In Python threads see the same variables.",
      zh:
        "进程里的一条执行线。在 JavaScript 里，线程（Worker）有自己的变量，只有共享内存是大家都能看到的；" +
        "在 Python 里，所有线程看到的是同一批变量。",
    },
    lessons: ["thread", "lock"],
  },
  {
    name: { en: "worker", zh: "工作者" },
    meaning: {
      en:
        "Somebody who waits for tasks and does them: a thread or a process of a pool, or a program " +
        "on another machine. In JavaScript it is also the name of a thread.",
      zh:
        "等着任务并执行任务的一方：池里的线程或进程，或者另一台机器上的程序。在 JavaScript 里，Worker 也是线程的名字。",
    },
    lessons: ["pool", "machines"],
  },
  {
    name: { en: "task", zh: "任务" },
    also: ["job"],
    meaning: {
      en:
        "A piece of work that is done as a whole: a call given to a pool, or an async function that " +
        "has been started and goes on whenever what it awaits is there.",
      zh:
        "作为整体完成的一份工作：交给池的一次调用，或者一个已经开始的 async 函数，它等的东西一到就继续执行。",
    },
    lessons: ["pool", "event_loop"],
  },
  {
    name: { en: "event loop", zh: "事件循环" },
    also: ["loop", "callback", "回调"],
    meaning: {
      en: "What a thread of JavaScript does all the time: it takes the next callback (a function " +
        "kept for later: for a timer, for an answer from the network) that is due and runs it to " +
        "its end. While one runs, no other can.",
      zh:
        "JavaScript 线程一直在做的事：取出下一个可以执行的回调（留到以后执行的函数：等定时器到期，或者等网络应答），把它执行到底。一个在执行时，别的都得等。",
    },
    lessons: ["event_loop", "blocking_loop"],
  },
  {
    name: { en: "coroutine", zh: "协程" },
    also: ["generator", "生成器", "async function", "async", "send", "yield", "await", "让出"],
    meaning: {
      en:
        "A function that can stop in the middle, hand something out, and go on later where it was, " +
        "with something handed in. It switches only where it says so: at yield or await; send() makes " +
        "it go on.",
      zh:
        "可以在中途停下、交出一个值、以后带着收到的值从原处继续的函数。它只在自己写明的地方切换：yield 或 await；send() 让它继续。",
    },
    lessons: ["coroutine", "async_race"],
  },
  {
    name: { en: "scheduler", zh: "调度器" },
    also: ["scheduling", "调度"],
    meaning: {
      en:
        "What decides which thread runs next: the operating system for threads and processes, the " +
        "event loop for tasks. It promises no order except the one that a program asks for.",
      zh:
        "决定下一个由谁运行的一方：线程和进程由操作系统调度，任务由事件循环调度。程序没有要求的次序，它一概不保证。",
    },
    lessons: ["race", "event_loop"],
  },
  {
    name: { en: "promise", zh: "Promise（承诺）" },
    also: ["future", "then", "settle"],
    meaning: {
      en:
        "Stands for a result that will come later. await lets other tasks run until it is there, and " +
        "then gives the result, or throws the error that came instead.",
      zh:
        "代表一个以后才会有的结果。await 让别的任务先运行，等结果到了再继续；如果来的是错误，就把它抛出。",
    },
    lessons: ["sync_async", "event_loop"],
  },
  {
    name: { en: "preemption", zh: "抢占" },
    also: [
      "preempt",
      "forced switch",
      "强制切换",
      "context switch",
      "上下文切换",
      "切换",
      "held up",
      "被切走",
    ],
    meaning: {
      en:
        "A thread is stopped in the middle (held up), without being asked, and another one runs. It can happen " +
        "between any two steps; but the tasks of one event loop take turns only at an await.",
      zh:
        "线程在中途被停下（被切走），换别的线程运行，而且不会征求它的同意。任意两步之间都可能发生；" +
        "而同一个事件循环的任务只在 await 处切换，不会互相抢占。",
    },
    lessons: ["race", "async_race"],
  },
  {
    name: { en: "GIL", zh: "解释器锁（GIL）" },
    also: ["interpreter lock", "global interpreter lock", "全局解释器锁", "解释器锁"],
    meaning: {
      en:
        "The lock within usual builds of CPython that lets one thread at a time run Python code. " +
        "Threads that wait release it, threads that compute take turns. JavaScript's threads have no such lock.",
      zh:
        "通常的 CPython 内部的一把锁，同一时刻只让一个线程执行 Python 代码。等待的线程会放开它，计算的线程只能轮流。" +
        "JavaScript 的线程没有这样的锁。",
    },
    lessons: ["lock", "io_or_cpu"],
  },
  {
    name: { en: "Amdahl's law", zh: "阿姆达尔定律" },
    also: ["amdahl", "speed-up", "speedup", "加速比"],
    meaning: {
      en:
        "What cannot be shared out sets the limit: if a tenth of the work has to be done by one " +
        "alone, no number of workers makes the whole more than ten times faster. The speed-up " +
        "says how many times as fast it is.",
      zh:
        "不能分摊的部分决定上限：如果十分之一的工作只能由一个人做，那么再多的人也不可能让整体快过十倍。速度是一个人做的几倍，叫做加速比。",
    },
    lessons: ["speedup", "grain"],
  },
];
