/** The last values of each lesson, as they are offered again. */

import type { AnyLesson } from "../../lesson/declaration.ts";
import { type AnyValues, type Parameter, read, SPEED } from "../../lesson/parameters.ts";
import type { Store } from "./file.ts";

export interface Memory {
  /** The lesson taken last, and the label of the runtime it ran on. */
  readonly lesson: string | undefined;
  readonly runtime: string | undefined;
  /** The last values of `lesson` that its declaration still allows; `speed` is one of them. */
  valuesOf(lesson: AnyLesson): AnyValues;
  keep(lesson: AnyLesson, values: AnyValues, runtime: string): void;
}

/** A remembered value as the learner would type it. */
function asGiven(value: unknown): string {
  return typeof value === "boolean" ? (value ? "on" : "off") : String(value);
}

/** A standard text, which is another one in the other language, is not worth remembering. */
function isStandardText(parameter: Parameter, value: unknown): boolean {
  return parameter.kind === "text" &&
    Object.values(parameter.standard).some((each) => each === value);
}

/** What `store` knows of the values. */
export function memoryOf(store: Store): Memory {
  return {
    get lesson() {
      const { lesson } = store.state;
      return typeof lesson === "string" ? lesson : undefined;
    },
    get runtime() {
      const { runtime } = store.state;
      return typeof runtime === "string" ? runtime : undefined;
    },
    valuesOf(lesson) {
      const stored = store.state.values?.[lesson.name];
      const allowed: AnyValues = {};
      if (typeof stored !== "object" || stored === null) return allowed;
      const all: [string, Parameter][] = [...Object.entries<Parameter>(lesson.parameters), [
        "speed",
        SPEED,
      ]];
      for (const [name, parameter] of all) {
        if (!Object.hasOwn(stored, name)) continue;
        const value = (stored as Record<string, unknown>)[name];
        const reading = read(name, parameter, asGiven(value), "en");
        if ("value" in reading && !isStandardText(parameter, reading.value)) {
          allowed[name] = reading.value;
        }
      }
      return allowed;
    },
    keep({ name }, values, runtime) {
      store.change((state) => ({
        ...state,
        lesson: name,
        runtime,
        values: { ...state.values, [name]: { ...values } },
      }));
    },
  };
}
