/** Ten threads that do nothing, without this library: what a program of ten threads cannot be faster than. */

import { isMainThread, Worker } from "node:worker_threads";

if (isMainThread) { for (let i = 0; i < 10; i++) new Worker(new URL(import.meta.url)); }
