/** The words for those who wait for each other. */

import type { Term } from "./term.ts";

export const waiting: readonly Term[] = [
  {
    name: { en: "blocking", zh: "阻塞" },
    also: ["block"],
    meaning: {
      en:
        "A call that returns only when what it waits for is there: its thread does nothing else " +
        "meanwhile. On an event loop every other task stops, too.",
      zh:
        "调用在等到结果之前不返回，它所在的线程这段时间什么也做不了。在事件循环上，别的任务也会一起停住。",
    },
    lessons: ["blocking_loop", "sync_async"],
  },
  {
    name: { en: "lock", zh: "锁" },
    also: ["mutex", "互斥锁"],
    meaning: {
      en:
        "Something that only one can hold at a time; the others wait until it is released. It protects " +
        "nothing by itself: everybody who uses the data has to take it first.",
      zh:
        "同一时刻只能由一方持有，别人要等它释放。锁本身什么也不保护：每个使用数据的人都要先拿锁。",
    },
    lessons: ["lock", "deadlock", "shared_value"],
  },
  {
    name: { en: "reentrant lock", zh: "可重入锁" },
    also: ["RLock", "recursive lock"],
    meaning: {
      en:
        "A lock that its holder may take again without waiting for itself; it is free once it has " +
        "been released as often as it was taken.",
      zh: "一种锁：持有者再次获取时不必等自己。获取几次就要释放几次，锁才空出来。",
    },
    lessons: [],
  },
  {
    name: { en: "deadlock", zh: "死锁" },
    meaning: {
      en:
        "Each waits for what another holds, in a circle, so nobody ever goes on. The usual cure: all " +
        "take their locks in the same order.",
      zh: "每个都在等另一个手里的东西，围成一圈，谁也走不下去。常用的办法：大家按同样的次序拿锁。",
    },
    lessons: ["deadlock", "philosophers"],
  },
  {
    name: { en: "livelock", zh: "活锁" },
    meaning: {
      en:
        "All are busy and nobody gets anywhere: each gives way to the other, both try again at the " +
        "same moment. To wait for a random time ends it.",
      zh: "大家都在忙，却谁也没有进展：互相让路，又同时再试。让等待的时间带点随机，就能打破。",
    },
    lessons: ["livelock"],
  },
  {
    name: { en: "starvation", zh: "饥饿" },
    also: ["starve", "fairness", "公平"],
    meaning: {
      en:
        "One waits for ever although what it waits for becomes free again and again: others are " +
        "always quicker. A fair queue of waiters rules it out.",
      zh: "等的东西一次次空出来，却总被别人抢先，于是永远等不到。公平地排队就不会发生。",
    },
    lessons: ["philosophers", "livelock"],
  },
  {
    name: { en: "condition variable", zh: "条件变量" },
    also: ["condition", "wait", "notify", "notifyAll"],
    meaning: {
      en:
        "A place to wait until something about shared data is true. wait() lets go of the lock while " +
        "it sleeps and takes it again before it returns; then the question is asked again, in a while loop. " +
        "notify() wakes one who waits, notifyAll() all of them.",
      zh:
        "等待“共享数据满足某个条件”的地方。wait() 睡眠时放开锁，返回之前重新拿到锁；醒来后要用 while 再检查一次条件。notify() 唤醒一个等待者，notifyAll() 唤醒全部。",
    },
    lessons: ["condition"],
  },
  {
    name: { en: "spurious wake-up", zh: "虚假唤醒" },
    also: ["spurious wakeup", "spurious"],
    meaning: {
      en:
        "A waiter wakes without a cause, and what it waited for is not there. The same happens if " +
        "another thread was quicker: that is why wait() stands in a while loop, not in an if.",
      zh:
        "等待者无缘无故地醒了，等的东西却不在；被唤醒后又被别人抢先，结果也一样。所以 wait() 要写在 while 里，而不是 if 里。",
    },
    lessons: ["condition"],
  },
  {
    name: { en: "hand-over", zh: "交接" },
    also: ["handed over", "let go on"],
    meaning: {
      en:
        "Somebody gets what another gave up or sent: a lock that it released, an item, a notification. " +
        "A timeline marks the place, whether or not anybody had to wait.",
      zh:
        "一方得到了另一方放开或送出的东西：释放的锁、一项数据、一个通知。时间线会标出这个地方，不论之前有没有等待。",
    },
    lessons: ["lock", "condition", "queue"],
  },
  {
    name: { en: "semaphore", zh: "信号量" },
    also: ["permit", "acquire", "release", "许可"],
    meaning: {
      en:
        "A number of permits. acquire() takes one and waits while there is none, release() gives one " +
        "back: so at most that many are inside at once.",
      zh:
        "若干张许可。acquire() 拿走一张，没有就等；release() 还回一张。这样同时在里面的最多就是这么多。",
    },
    lessons: ["semaphore", "pool"],
  },
  {
    name: { en: "barrier", zh: "屏障" },
    meaning: {
      en:
        "A meeting point: whoever comes waits there until all have come, then all go on. It keeps the " +
        "phases of a computation apart.",
      zh: "集合点：先到的等着，全部到齐再一起继续。它把计算的各个阶段分开。",
    },
    lessons: ["barrier"],
  },
  {
    name: { en: "event", zh: "事件" },
    meaning: {
      en:
        "A flag that others wait for: set() lets all of them go on, now and later, until clear(). In " +
        "an event loop the word also means whatever happens from outside: a key, an answer, a timer.",
      zh:
        "可以等待的标志：set() 之后，正在等和以后来等的都放行，直到 clear()。在事件循环里，“事件”也指外面发生的事：按键、应答、定时器。",
    },
    lessons: ["clean_stop", "event_loop"],
  },
  {
    name: { en: "join", zh: "等待结束（join）" },
    meaning: {
      en: "Waits until a thread or a process has ended. What it did before its end is seen by " +
        "whoever waited; without join, nothing says whether it is finished.",
      zh:
        "等一个线程或进程结束。等到之后，能看到它结束前做的一切；不 join，就无从知道它是否做完了。",
    },
    lessons: ["thread", "process"],
  },
  {
    name: { en: "timeout", zh: "超时" },
    meaning: {
      en:
        "How long somebody is willing to wait. It ends the waiting, not the work: what was started " +
        "goes on unless it is cancelled.",
      zh: "愿意等多久。超时结束的是等待，而不是工作：已经开始的事会继续，除非另外取消它。",
    },
    lessons: ["cancel", "deadlock"],
  },
];
