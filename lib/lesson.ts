/**
 * What a script needs to be a lesson: a declaration that gives its flags, questions, help, table and
 * tests, and `lesson()`, which runs it by that declaration.
 */

export { lab } from "./lesson/called.ts";
export { clock, rounded } from "./lesson/clock.ts";
export {
  type AnyLesson,
  type Declaration,
  declare,
  type Prediction,
} from "./lesson/declaration.ts";
export { inSeconds, type Lane, type Picture, type Span } from "./lesson/lanes.ts";
export { counted, type Language, language, lines, type Text } from "./lesson/language.ts";
export { missingRedis } from "./lesson/missing.ts";
export {
  type NumberParameter,
  type Parameter,
  type Parameters,
  seconds,
  type SwitchParameter,
  text,
  type TextParameter,
  toggle,
  type Values,
  whole,
} from "./lesson/parameters.ts";
export { lesson } from "./lesson/run.ts";
export { onSignal, setExitCode } from "./runtime/current.ts";
export { sendSignal, startLoose } from "./system/loose.ts";
export { endAll, endsOf } from "./lesson/survivors.ts";
export { signs } from "./lesson/style.ts";
