/** Hears of errors that nobody caught, and of the moment when nothing is left to do. */

import process from "node:process";

/** Calls `handler` for an error that nobody caught, instead of ending the process at once. */
export function onFailure(handler: (error: unknown) => void): void {
  process.on("uncaughtException", handler);
  process.on("unhandledRejection", handler);
}

/** Calls `handler` whenever nothing is left to do; what it begins is done before the program ends. */
export function onIdle(handler: () => void): void {
  process.on("beforeExit", handler);
}
