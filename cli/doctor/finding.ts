import { table } from "../../sandbox/report";

/** One thing that an `up` needs. */
export interface Finding {
  /** Absent: of this machine, for all regions. */
  readonly region?: string;
  readonly what: string;
  /** `unknown`: it could not be found out, which is neither good nor bad. */
  readonly state: "ok" | "missing" | "unknown";
  readonly detail: string;
  /** What to do about it; absent where it is ok. */
  readonly next?: string;
}

/** A line for each finding, and below it the next step where there is one. */
export function findingLines(findings: readonly Finding[]): string[] {
  const lines = table([
    ["WHERE", "WHAT", "STATE", "DETAIL"],
    ...findings.map(({ region, what, state, detail }) => [region ?? "here", what, state, detail]),
  ]);
  const [head = "", ...rows] = lines;
  const counted = (wanted: Finding["state"]): number =>
    findings.filter(({ state }) => state === wanted).length;
  return [
    head,
    ...rows.flatMap((row, index) => {
      const next = findings[index]?.next;
      return next === undefined ? [row] : [row, `  -> ${next}`];
    }),
    "",
    `${counted("ok")} ok, ${counted("missing")} missing, ${counted("unknown")} unknown.`,
  ];
}
