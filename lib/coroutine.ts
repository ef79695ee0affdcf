/**
 * Coroutine objects that are driven by hand, and an event loop to drive them: Python's `async def`,
 * `await` and `asyncio` with `function*` and `yield*`. docs/coroutines.md has every piece beside
 * its Python twin.
 *
 * @module
 */

export { CancelledError, RuntimeError, StopIteration, TimeoutError } from "./errors.ts";
export { Coroutine, coroutine } from "./coroutine/coroutine.ts";
export type { CoroutineIterator } from "./coroutine/coroutine.ts";
export type { State } from "./coroutine/frame.ts";
export { Future } from "./coroutine/future.ts";
export type { Suspension } from "./coroutine/future.ts";
export { createTask, currentTask, Task } from "./coroutine/task.ts";
export type { Awaitable, Result } from "./coroutine/task.ts";
export { run } from "./coroutine/run.ts";
export type { RunOptions } from "./coroutine/run.ts";
export { sleep } from "./coroutine/sleep.ts";
export { awaitPromise } from "./coroutine/await_promise.ts";
export { gather } from "./coroutine/gather.ts";
export type { GatherOptions } from "./coroutine/gather.ts";
export { waitFor } from "./coroutine/wait_for.ts";
export type { WaitForOptions } from "./coroutine/wait_for.ts";
export { timeout } from "./coroutine/timeout.ts";
export { TaskGroup, taskGroup } from "./coroutine/task_group.ts";
export type { Body } from "./coroutine/task_group.ts";
