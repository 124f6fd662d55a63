import { describeResource } from "../evaluate";
import { describeException } from "../exceptions";
import { isAdvice, isBlocking, type LevelledFinding, type Verdict } from "../verdict";
import { describeUnused, type PolicyReport } from "./report";
import { NO_CHARTS } from "./terminal";

/** Marks the comment, so that the next run finds and replaces it. */
export const COMMENT_MARKER = "<!-- nephoran-policy -->";

/** A comment takes 65,536 characters: https://docs.github.com/en/rest/issues/comments */
const MAX_CHARACTERS = 60_000;

/** What is written below a pull request: short where all is well, and what to change where not. */
export function markdownReport({ verdicts, unused, withCharts }: PolicyReport): string {
  const blocking = verdicts.flatMap(({ findings }) => findings.filter(isBlocking)).length;
  const head = [
    COMMENT_MARKER,
    blocking === 0
      ? "### Policy: nothing stops this"
      : `### Policy: ${blocking} ${blocking === 1 ? "violation stops" : "violations stop"} this`,
    "",
    "| region | resources | rules | violations | advisory | excepted |",
    "| --- | --: | --: | --: | --: | --: |",
    ...verdicts.map(row),
  ].join("\n");
  const sections = [
    ...section("Violations", verdicts, isBlocking, violation),
    ...section("Advice", verdicts, isAdvice, violation),
    ...section("Exceptions in use", verdicts, ({ isExcepted }) => isExcepted, exceptionUse),
    ...(unused.length > 0
      ? [["#### Unused exceptions", ...unused.map((one) => `- ${text(describeUnused(one))}`)]]
      : []),
  ];
  const foot = withCharts ? [] : [`_${NO_CHARTS}_`];
  return withinLimit([head, ...sections.map((lines) => lines.join("\n\n")), ...foot]);
}

function row({ region, resources, rules, findings }: Verdict): string {
  const blocking = findings.filter(isBlocking).length;
  const advice = findings.filter(isAdvice).length;
  const counts = [resources, rules, blocking, advice, findings.length - blocking - advice];
  return `| ${region} | ${counts.join(" | ")} |`;
}

function section(
  title: string,
  verdicts: readonly Verdict[],
  belongs: (finding: LevelledFinding) => boolean,
  entry: (finding: LevelledFinding, region: string) => string,
): string[][] {
  const entries = verdicts.flatMap(({ region, findings }) =>
    findings.filter(belongs).map((finding) => entry(finding, region)),
  );
  return entries.length === 0 ? [] : [[`#### ${title}`, ...entries]];
}

function violation(finding: LevelledFinding, region: string): string {
  const { rule, problem } = finding;
  return [
    `- **\`${rule.id}\`** in ${region}: ${code(describeResource(finding.resource))}`,
    `  ${text(problem)}`,
    `  _Why:_ ${text(rule.why)}`,
    `  _Change:_ ${text(rule.fix)}`,
    ...(finding.exception ? [`  _${text(describeException(finding))}_`] : []),
  ].join("\n");
}

const exceptionUse = (finding: LevelledFinding, region: string): string =>
  `- \`${finding.rule.id}\` in ${region}: ${code(describeResource(finding.resource))}. ` +
  text(describeException(finding));

/** Text in which nothing is markup: names of resources come from whoever wrote the pull request. */
const text = (plain: string): string =>
  plain.replace(/[\\`*_{}[\]<>#|@!]/g, "\\$&").replaceAll("\n", " ");

/** Text as code, which it cannot end. */
const code = (plain: string): string => `\`${plain.replaceAll("`", "'").replaceAll("\n", " ")}\``;

/** All of it, or as many sections' beginnings as a comment takes. */
function withinLimit(parts: readonly string[]): string {
  const whole = `${parts.join("\n\n")}\n`;
  if (whole.length <= MAX_CHARACTERS) return whole;
  const cut = whole.slice(0, MAX_CHARACTERS);
  return `${cut.slice(0, cut.lastIndexOf("\n"))}\n\n_Cut here: \`npm run policy\` shows all of it._\n`;
}
