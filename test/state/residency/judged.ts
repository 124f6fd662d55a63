import { residencyChecks } from "../../../state/residency-audit";
import type { Finding } from "../../../state/residency/check";
import { eu } from "./recorded";

/** What a check says of rows. */
export function judged(name: string, rows: readonly object[], zone = eu): readonly Finding[] {
  const check = residencyChecks(zone).find((candidate) => candidate.name === name);
  if (check === undefined) throw new Error(`There is no check ${name}.`);
  return check.judge(rows);
}

/** What a check finds wrong with rows, as `subject: expected / found`. */
export const violations = (name: string, rows: readonly object[], zone = eu): string[] =>
  judged(name, rows, zone)
    .filter(({ conforms }) => !conforms)
    .map(({ subject, expected, found }) => `${subject}: ${expected} / ${found}`);
