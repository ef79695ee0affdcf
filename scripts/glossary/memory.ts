/** The words for what goes wrong where several change the same thing, and for what keeps it right. */

import type { Term } from "./term.ts";

export const memory: readonly Term[] = [
  {
    name: { en: "shared memory", zh: "共享内存" },
    also: ["SharedArrayBuffer", "shared value"],
    meaning: {
      en:
        "Memory that several threads or processes read and write. It is the fastest way to work " +
        "together, and the one in which each must reckon with the others at every step.",
      zh: "多个线程或进程都能读写的内存。用它合作最快，但每一步都要想到别人可能同时在改。",
    },
    lessons: ["lock", "shared_value", "atomic"],
  },
  {
    name: { en: "interleaving", zh: "交错" },
    also: ["schedule", "次序", "order"],
    meaning: {
      en:
        "One order in which the steps of several threads can follow each other. Two threads of ten " +
        "steps each already have 184,756 of them; a program is right if it is right in all.",
      zh:
        "几个线程的步骤前后排列的一种次序。两个线程各十步，就有 184,756 种；只有每一种都对，程序才是对的。",
    },
    lessons: ["race", "lock"],
  },
  {
    name: { en: "race condition", zh: "竞态条件" },
    also: ["race", "竞态", "竞争"],
    meaning: {
      en:
        "The result depends on who comes first, and nobody made sure who does. It needs no threads: " +
        "on one thread it can happen around each await.",
      zh:
        "结果取决于谁先谁后，而谁先谁后没有人保证。不需要多个线程：一个线程上，每个 await 前后都可能发生。",
    },
    lessons: ["race", "async_race", "lock"],
  },
  {
    name: { en: "data race", zh: "数据竞争" },
    meaning: {
      en:
        "Two threads use the same place in memory at the same time, at least one of them writes, and " +
        "nothing (no lock, no atomic operation) orders the two. What is read then may be old or half new.",
      zh:
        "两个线程同时使用同一处内存，至少一个在写，又没有锁或原子操作规定先后。这时读到的可能是旧值，也可能是只写了一半的值。",
    },
    lessons: ["lock", "atomic"],
  },
  {
    name: { en: "lost update", zh: "丢失更新" },
    meaning: {
      en:
        "Two read the same value, each computes a new one, both write: the second wipes out what the " +
        "first had written. x += 1 is a read and a write, so it can be lost.",
      zh:
        "两方读到同一个值，各自算出新值再写回：后写的把先写的覆盖掉了。x += 1 就是一次读加一次写，所以会丢。",
    },
    lessons: ["lock", "shared_value", "race"],
  },
  {
    name: { en: "critical section", zh: "临界区" },
    meaning: {
      en: "The lines of code that only one may run at a time: until they end, the data that they " +
        "change may be inconsistent. A lock is held from their beginning to their end, and no longer.",
      zh:
        "同一时刻只允许一方执行的那几行，因为做到一半时，正在改的数据还不正确。进入时拿锁，离开时马上释放。",
    },
    lessons: ["lock", "semaphore"],
  },
  {
    name: { en: "invariant", zh: "不变式" },
    meaning: {
      en:
        "A sentence about the program that is to hold whatever the order: the sum stays 100, no more " +
        "than three at once. Each lesson checks its own after the run.",
      zh:
        "不管次序如何都应当成立的一句话：总和始终是 100，同时最多三个。每一课在运行之后都检查自己的不变式。",
    },
    lessons: ["lock", "semaphore", "condition"],
  },
  {
    name: { en: "atomic operation", zh: "原子操作" },
    also: ["atomic", "atomics", "原子"],
    meaning: {
      en:
        "A step that nobody can interrupt in the middle: others see the state before it or the one " +
        "after it. Atomics.add is one; two atomic steps after each other are not one.",
      zh:
        "别人无法插到中间的一步：旁人看到的要么是之前的状态，要么是之后的。Atomics.add 就是；两个原子操作连在一起却不是。",
    },
    lessons: ["atomic", "shared_value"],
  },
  {
    name: { en: "compare-and-exchange", zh: "比较并交换（CAS）" },
    also: ["compareExchange", "compare and swap", "CAS", "比较并交换"],
    meaning: {
      en:
        "An atomic step that writes a new value only if the old one is still what was expected, and " +
        "says what it found. Whoever loses reads again and tries again: locks are built of this.",
      zh:
        "一种原子操作：只有旧值仍和预期一样时才写入新值，并告诉你它看到了什么。没写入就重读再试，锁就是用它做成的。",
    },
    lessons: ["atomic"],
  },
  {
    name: { en: "check-then-act", zh: "先检查后执行" },
    also: ["check then act", "TOCTOU"],
    meaning: {
      en:
        "A decision rests on what was true a moment ago: enough money, no such file yet, not full. " +
        "Between the check and the act another may change it; both belong in one critical section.",
      zh:
        "根据片刻之前的情况做决定：钱够、文件还不存在、队列还没满。检查和执行之间别人可能已经改了，两者要放进同一个临界区。",
    },
    lessons: ["async_race", "condition"],
  },
];
