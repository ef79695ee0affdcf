/** What the lab keeps from one session to the next, and how what stands in the file is read. */

import type { Text } from "../../lesson/language.ts";

/** The form of the file. What has none was written before there were predictions in it. */
export const VERSION = 1;

/** What was expected of one run of a lesson, and what came. */
export interface Predicted {
  readonly lesson: string;
  readonly said: Text;
  readonly came: Text;
  /** What it really was, where the answer that came says less; older files have none. */
  readonly found?: Text;
  readonly right: boolean;
}

export interface State {
  readonly lesson?: unknown;
  readonly runtime?: unknown;
  /** The last values of each lesson. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** The names of the puzzles that were solved. */
  readonly solved?: readonly string[];
  /** How often each lesson was run to its end. */
  readonly done?: Readonly<Record<string, number>>;
  /** How many predictions were right and wrong, and the last of them. */
  readonly predictions?: Predictions;
}

export interface Predictions {
  readonly right: number;
  readonly wrong: number;
  readonly last: readonly Predicted[];
}

/** So many predictions are kept with their values; older ones are only counted. */
export const KEPT = 100;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isText(value: unknown): value is Text {
  return isObject(value) && typeof value["en"] === "string" && typeof value["zh"] === "string";
}

function isPredicted(value: unknown): value is Predicted {
  return isObject(value) && typeof value["lesson"] === "string" && isText(value["said"]) &&
    isText(value["came"]) && (value["found"] === undefined || isText(value["found"])) &&
    typeof value["right"] === "boolean";
}

function isPredictions(value: unknown): value is Predictions {
  return isObject(value) && isCount(value["right"]) && isCount(value["wrong"]) &&
    Array.isArray(value["last"]) && value["last"].every(isPredicted);
}

const FIELDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  version: (value) => value === VERSION,
  values: isObject,
  solved: (value) => Array.isArray(value) && value.every((name) => typeof name === "string"),
  done: (value) => isObject(value) && Object.values(value).every(isCount),
  predictions: isPredictions,
};

/** The state that `kept` is, or undefined if it is none. */
export function stateIn(kept: unknown): State | undefined {
  if (!isObject(kept)) return undefined;
  const fits = Object.entries(FIELDS).every(([name, fits]) =>
    !Object.hasOwn(kept, name) || fits(kept[name])
  );
  return fits ? kept : undefined;
}

/** `state` after a run of `lesson` came to its end. */
export function withDone(state: State, lesson: string): State {
  const before = own(state.done, lesson) ?? 0;
  return { ...state, done: { ...state.done, [lesson]: before + 1 } };
}

/** `state` with one more prediction and its truth. */
export function withPrediction(state: State, predicted: Predicted): State {
  const { right = 0, wrong = 0, last = [] } = state.predictions ?? {};
  return {
    ...state,
    predictions: {
      right: right + Number(predicted.right),
      wrong: wrong + Number(!predicted.right),
      last: [...last, predicted].slice(-KEPT),
    },
  };
}

/** `state` with that puzzle solved, or not any more. */
export function withSolved(state: State, name: string, solved: boolean): State {
  const others = (state.solved ?? []).filter((each) => each !== name);
  return { ...state, solved: solved ? [...others, name] : others };
}

/** The names of the lessons that were run to their end. */
export function doneIn(state: State): ReadonlySet<string> {
  return new Set(Object.keys(state.done ?? {}));
}

function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
