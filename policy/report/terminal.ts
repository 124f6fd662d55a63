import { describeViolation } from "../evaluate";
import { describeException } from "../exceptions";
import { isAdvice, isBlocking, type LevelledFinding, type Verdict } from "../verdict";
import { describeUnused, type PolicyReport } from "./report";

/** What is printed for a person at a terminal. */
export function terminalReport({ verdicts, unused, withCharts }: PolicyReport): string {
  return [
    ...verdicts.flatMap((verdict) => [
      row(verdict),
      ...verdict.findings.filter(({ isExcepted }) => !isExcepted).map(violation),
      ...verdict.findings.filter(({ isExcepted }) => isExcepted).map(exceptionUse),
    ]),
    ...unused.map((one) => `[unused exception] ${describeUnused(one)}`),
    ...(withCharts ? [] : [NO_CHARTS]),
  ].join("\n");
}

/** What a run without charts cannot know. */
export const NO_CHARTS =
  "What Helm charts make was not looked at; --charts adds it, and the engine always does.";

function row({ region, resources, rules, findings }: Verdict): string {
  const blocking = findings.filter(isBlocking).length;
  const advice = findings.filter(isAdvice).length;
  const excepted = findings.length - blocking - advice;
  return (
    `${region.padEnd(16)} ${resources} resources, ${rules} rules, ${blocking} violations` +
    `, ${advice} advisory, ${excepted} excepted`
  );
}

const violation = (finding: LevelledFinding): string =>
  [
    `\n[${finding.level}] ${finding.rule.id}`,
    describeViolation(finding),
    ...(finding.exception ? [`  ${describeException(finding)}`] : []),
  ].join("\n");

const exceptionUse = (finding: LevelledFinding): string =>
  [
    `\n[excepted] ${finding.rule.id}`,
    describeViolation(finding),
    `  ${describeException(finding)}`,
  ].join("\n");
