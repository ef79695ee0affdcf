/**
 * What a lesson about several machines needs beside `lesson.ts`: a Redis of its own, machines that
 * serve it, and the lines that their tasks leave in the world.
 */

export { type MachineRun, note, runsIn } from "./lesson/machines/journal.ts";
export {
  currentMachine,
  type Machine,
  Machines,
  serveAs,
  SILENCE,
} from "./lesson/machines/machines.ts";
export { LessonRedis } from "./lesson/machines/redis.ts";
