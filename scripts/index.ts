/** The lessons by track, in the order in which they are best taken. Only what is said about them is loaded. */

import type { AnyLesson, Text } from "../lib/lesson.ts";
import { about as asyncRace } from "./about/async_race.ts";
import { about as atomic } from "./about/atomic.ts";
import { about as barrier } from "./about/barrier.ts";
import { about as blockingLoop } from "./about/blocking_loop.ts";
import { about as cleanStop } from "./about/clean_stop.ts";
import { about as cancel } from "./about/cancel.ts";
import { about as condition } from "./about/condition.ts";
import { about as coroutine } from "./about/coroutine.ts";
import { about as deadlock } from "./about/deadlock.ts";
import { about as distance } from "./about/distance.ts";
import { about as eventLoop } from "./about/event_loop.ts";
import { about as grain } from "./about/grain.ts";
import { about as ioOrCpu } from "./about/io_or_cpu.ts";
import { about as livelock } from "./about/livelock.ts";
import { about as lock } from "./about/lock.ts";
import { about as machines } from "./about/machines.ts";
import { about as philosophers } from "./about/philosophers.ts";
import { about as pipe } from "./about/pipe.ts";
import { about as pool } from "./about/pool.ts";
import { about as process } from "./about/process.ts";
import { about as queue } from "./about/queue.ts";
import { about as race } from "./about/race.ts";
import { about as semaphore } from "./about/semaphore.ts";
import { about as sharedValue } from "./about/shared_value.ts";
import { about as socket } from "./about/socket.ts";
import { about as speedup } from "./about/speedup.ts";
import { about as syncAsync } from "./about/sync_async.ts";
import { about as thread } from "./about/thread.ts";

/** Some lessons that belong together. */
export interface Track {
  readonly title: Text;
  readonly lessons: readonly AnyLesson[];
}

/** Each lesson needs only what those before it have shown. */
export const tracks: readonly Track[] = [
  {
    title: { en: "One thread, many tasks", zh: "一个线程，许多任务" },
    lessons: [
      syncAsync,
      coroutine,
      eventLoop,
      blockingLoop,
      asyncRace,
      cancel,
    ],
  },
  {
    title: { en: "Threads and shared memory", zh: "线程与共享内存" },
    lessons: [
      thread,
      lock,
      race,
      atomic,
      deadlock,
      philosophers,
      livelock,
      semaphore,
      condition,
      barrier,
    ],
  },
  {
    title: { en: "Processes and messages", zh: "进程与消息" },
    lessons: [process, pool, queue, pipe, socket, sharedValue, cleanStop],
  },
  {
    title: { en: "Does it pay?", zh: "这样做划算吗" },
    lessons: [speedup, grain, ioOrCpu],
  },
  {
    title: { en: "Beyond one machine", zh: "不止一台机器" },
    lessons: [machines, distance],
  },
];

export const lessons: readonly AnyLesson[] = tracks.flatMap((track) => track.lessons);
