import { isBlocking, type LevelledFinding, type Verdict } from "../verdict";
import type { PolicyReport } from "./report";

/** One JSON object a line: every finding, then a summary of each region, then unused exceptions. */
export function jsonReport({ verdicts, unused, withCharts }: PolicyReport): string {
  return [
    ...verdicts.flatMap((verdict) => [
      ...verdict.findings.map((finding) => findingLine(finding, verdict)),
      summaryLine(verdict, withCharts),
    ]),
    ...unused.map((exception) => ({ kind: "unused exception", ...exception })),
  ]
    .map((line) => JSON.stringify(line))
    .join("\n");
}

function findingLine(finding: LevelledFinding, { region }: Verdict): object {
  const { rule, resource, problem, exception, isExcepted, level } = finding;
  return {
    kind: isExcepted ? "excepted" : "violation",
    region,
    rule: rule.id,
    family: rule.family,
    level,
    type: resource?.type ?? null,
    resource: resource?.name ?? null,
    problem,
    why: rule.why,
    fix: rule.fix,
    exception: exception ?? null,
  };
}

function summaryLine({ region, resources, rules, findings }: Verdict, withCharts: boolean): object {
  const excepted = findings.filter(({ isExcepted }) => isExcepted).length;
  const mandatory = findings.filter(isBlocking).length;
  return {
    kind: "summary",
    region,
    resources,
    rules,
    mandatory,
    advisory: findings.length - mandatory - excepted,
    excepted,
    withCharts,
  };
}
