import type { Demand } from "./world-plan";

/** What comes to an entry now, intents/min. Once all is calm it is the mean, to the last digit. */
export function demandAt(
  { mean, swing, periodSeconds }: Demand,
  seconds: number,
  isCalm: boolean,
): number {
  if (isCalm) return mean;
  return mean * (1 + swing * Math.sin((2 * Math.PI * seconds) / periodSeconds));
}

/**
 * Where an entry's requests really go, intents/min by region: by the row that its gateway has, and past
 * what does not answer to the next region that does, as the gateway's retries do.
 *
 * @param answers whether a region answers this entry.
 * @param order the other regions in the order in which the entry tries them.
 * @param add what is called with each region that gets something.
 */
export function distribute(
  demand: number,
  row: readonly number[],
  order: readonly number[],
  answers: (region: number) => boolean,
  add: (region: number, intentsPerMinute: number) => void,
): void {
  let homeless = 0;
  for (let region = 0; region < row.length; region++) {
    const part = (demand * (row[region] ?? 0)) / 100;
    if (part === 0) continue;
    if (answers(region)) add(region, part);
    else homeless += part;
  }
  if (homeless === 0) return;
  const next = order.find(answers);
  if (next !== undefined) add(next, homeless);
}
