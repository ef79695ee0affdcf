/** A thread that only looks, every 100 ms, whether the parent of this process still lives. */

import process from "node:process";
import { workerData as parent } from "node:worker_threads";

const cell = new Int32Array(new SharedArrayBuffer(4));
while (process.ppid === parent) Atomics.wait(cell, 0, 0, 100);
process.kill(process.pid, "SIGKILL");
