/** The rows of what is called elsewhere by way of Redis: the distributed pool, and bare BullMQ. */

import { isWanted, report, time } from "./kit.ts";

const TASKS = 10_000, CALLS = 500, BIG = 20;

/** Whoever is measured: its workers answer with what they are sent. */
export interface Caller {
  call(value: unknown): Promise<unknown>;
  /** Without a number: in chunks as it likes them. */
  map(values: readonly number[], chunksize?: number): Promise<unknown[]>;
}

/** Measures it; wrong answers are no result. */
export async function measureDistributed({ call, map }: Caller): Promise<void> {
  const numbers = Array.from({ length: TASKS }, (_, i) => i);
  const all = (chunksize?: number) => async () => {
    const got = await map(numbers, chunksize);
    if (got.join() !== numbers.join()) throw new Error("the results are not those of the calls");
  };
  const each = (times: number, value: unknown) => async () => {
    for (let i = 0; i < times; i++) {
      if (await call(value) !== value) throw new Error("the result is not that of the call");
    }
  };
  const rows: [name: string, body: () => Promise<void>, divide: number][] = [
    ["distributed Pool, one apply, round trip", each(CALLS, 1), CALLS],
    ["distributed Pool.map, 10,000 no-ops, chunksize 1", all(1), 1],
    ["distributed Pool.map, 10,000 no-ops, default chunks", all(), 1],
    ["distributed Pool, 1 MiB there and back", each(BIG, "x".repeat(1 << 20)), BIG],
  ];
  await each(200, 1)(); // both ends are warm
  for (let i = 0; i < 5; i++) await all()();
  for (const [name, body, divide] of rows) {
    if (isWanted(name)) report(name, await time(body) / divide);
  }
}
