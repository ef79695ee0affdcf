/** `step`: a person is the scheduler of a scenario. */

import { format, type Walk, walk } from "../../explore.ts";
import type { Choice as Move } from "../../explore.ts";
import type { Language } from "../../lesson/language.ts";
import { room } from "../../lesson/style.ts";
import { wrapped } from "../../columns.ts";
import type { Asker } from "../asker.ts";
import { picture, type Setting } from "./layout.ts";
import type { Target } from "./target.ts";
import { exploringWords, waiting } from "./words.ts";

type Answer = Move | "undo" | "hint" | "restart" | "leave";

/** "Thread-1 (add)  read total  lost.ts:2" */
function text({ thread, operation, object, where }: Move): string {
  return [`${thread}  ${operation}${object ? ` ${object}` : ""}`, where].filter(Boolean).join("  ");
}

/** Lets a person decide until they leave. The answer: did it break at the end? */
export async function stepThrough(
  { scenario, args, module, rules }: Target,
  asker: Asker,
  setting: Setting,
  tell: (text: string) => void,
): Promise<boolean> {
  const { language } = setting, columns = room(1);
  const say = exploringWords(language);
  const steps = await walk(scenario, { args: [...args], module, ...rules });
  const shown = { columns: Math.min(columns, 100), language };
  const look = () => {
    const failure = steps.ended?.failure ?? null;
    const { outcome = null } = steps.ended ?? {};
    tell(format({ steps: steps.steps, outcome, failure }, shown).split("\n").slice(1).join("\n"));
    for (const move of steps.choices) {
      if (!move.enabled) tell(wrapped(`  ${text(move)}  ${waiting(move, language)}`, columns));
    }
    if (!steps.ended) return;
    const lanes = picture(failure ?? steps.ended, setting);
    for (const line of lanes.length > 0 ? [...lanes, ""] : []) tell(line);
    tell(wrapped(say(failure ? "broke" : "whole"), columns));
  };
  try {
    for (;;) {
      look();
      const answer = await ask(steps, asker, language);
      if (answer === "leave") return (steps.ended?.failure ?? null) !== null;
      if (answer === "undo") await steps.back();
      else if (answer === "restart") { while (steps.steps.length > 0) await steps.back(); }
      else if (answer === "hint") {
        const hint = await steps.hint();
        const [open, close] = language === "zh" ? ["（", "）"] : [" (", ")"];
        tell(
          wrapped(
            hint
              ? `${say("towards")}${hint.thread}${open}${hint.steps} ${say("left")}${close}`
              : say("noHint"),
            columns,
          ),
        );
      } else await steps.take(answer);
    }
  } finally {
    await steps.close();
  }
}

function ask(steps: Walk, asker: Asker, language: Language): Promise<Answer> {
  const say = exploringWords(language);
  const able = steps.choices.filter(({ enabled }) => enabled);
  // Whoever has broken it is done; who has not may want another order.
  const done = steps.ended?.failure ? ["leave", "undo", "restart"] : ["restart", "undo", "leave"];
  const words = (steps.ended ? done : ["hint", "undo", "restart", "leave"])
    .filter((word) => steps.steps.length > 0 || word === "hint" || word === "leave") as Answer[];
  return asker.choose<Answer>({
    message: say(steps.ended ? "ended" : "whoNext"),
    first: undefined,
    choices: () => [
      ...able.map((move) => ({ value: move as Answer, name: text(move), short: text(move) })),
      ...words.map((word) => {
        const name = say(word as "undo");
        return { value: word, name, short: name };
      }),
    ],
  });
}
