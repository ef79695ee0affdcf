/** Lessons as the tests explore them: with the values that the lab proposes. */

import { explore, type ExploreOptions, type Verdict } from "../../lib/explore.ts";
import { within } from "../kit.ts";

/** What of a declaration is needed here. */
interface Declaration {
  readonly name: string;
  readonly explore?: object;
  readonly parameters: Readonly<Record<string, { standard: unknown }>>;
}

/** The scenario of a lesson with the values that the lab proposes, and its switches, under every schedule. */
export function exploring<V, R>(
  { name, explore: small, parameters }: Declaration,
  scenario: (values: V, ...more: number[]) => R,
  switches: Record<string, unknown>,
  more: number[] = [],
  limits: ExploreOptions = {},
): Promise<Verdict<Awaited<R>>> {
  const module = new URL(`../../scripts/${name}.ts`, import.meta.url);
  const standard = Object.entries(parameters).map(([key, parameter]) => [key, parameter.standard]);
  const values = { ...Object.fromEntries(standard), ...small, ...switches } as V;
  const args: [V, ...number[]] = [values, ...more];
  return within(limits.time ?? 90_000, explore(scenario, { ...limits, module, args })) as Promise<
    Verdict<Awaited<R>>
  >;
}
