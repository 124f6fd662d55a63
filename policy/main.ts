import { Command } from "commander";
import { runCommandLine } from "../cli/command-line";
import { readProject } from "../config/files";
import { type Capture, captureAll } from "../render/capture";
import { chartManifests } from "../render/charts/charts";
import { findHelm } from "../render/charts/helm";
import { chartResource } from "./charts";
import { parseConfiguration } from "./configuration";
import { readConfigurationFile } from "./configuration-file";
import { unusedExceptions } from "./exceptions";
import { jsonReport } from "./report/json";
import { markdownReport } from "./report/markdown";
import type { PolicyReport } from "./report/report";
import { terminalReport } from "./report/terminal";
import { rules } from "./rules";
import { isBlocking, judge, type JudgeOptions, type Verdict } from "./verdict";

interface Options {
  readonly project: string;
  readonly policyPackConfig?: string;
  readonly charts?: true;
  readonly chartsDirectory?: string;
  readonly markdown?: true;
  readonly json?: true;
}

/** Exit codes apart from 0; that a rule is violated is no failure of the command. */
const VIOLATED = 1;
const COULD_NOT_JUDGE = 2;

const command = new Command("policy")
  .description("Hold every region's resources against all rules, without engine or credentials.")
  .option("--project <dir>", "folder with Pulumi.yaml and the stack files", ".")
  .option(
    "--policy-pack-config <file>",
    "the file that `pulumi preview` would be given by this name; what is left out there is as in policy/pack-configuration.json",
  )
  .option("--charts", "look at what Helm charts make too; needs helm, on the PATH or built")
  .option(
    "--charts-directory <dir>",
    "the same, by the charts in this folder instead of where the stack files say",
  )
  .option("--markdown", "print a summary for a comment on a pull request")
  .option("--json", "print one JSON object a line")
  .addHelpText(
    "after",
    `\nExits with ${VIOLATED} if a mandatory rule is violated, with ${COULD_NOT_JUDGE} if that could not be found out.`,
  )
  .action(async (options: Options) => {
    process.exitCode = COULD_NOT_JUDGE;
    const report = await reportOn(options);
    console.log(printed(report, options));
    const isBlocked = report.verdicts.some(({ findings }) => findings.some(isBlocking));
    process.exitCode = isBlocked ? VIOLATED : 0;
  });

async function reportOn(options: Options): Promise<PolicyReport> {
  const project = readProject(options.project);
  const { topology } = project;
  const { content, file } = readConfigurationFile(options.policyPackConfig);
  const configuration = parseConfiguration(content, file, { rules, topology });
  const captures = await captureAll(project);
  const verdicts = await judgeAll(captures, options, { rules, configuration, now: new Date() });
  return {
    verdicts,
    unused: unusedExceptions(
      configuration.config.exceptions,
      verdicts.flatMap(({ findings }) => findings),
    ),
    withCharts: wantsCharts(options),
  };
}

const wantsCharts = ({ charts, chartsDirectory }: Options): boolean =>
  charts === true || chartsDirectory !== undefined;

/** One region after the other: each takes a process for each of its charts. */
async function judgeAll(
  captures: readonly Capture[],
  options: Options,
  judging: JudgeOptions,
): Promise<Verdict[]> {
  if (!wantsCharts(options)) return captures.map((capture) => judge(capture, judging));
  const { project, chartsDirectory: charts } = options;
  const helm = await findHelm();
  const verdicts: Verdict[] = [];
  for (const capture of captures) {
    const made = await chartManifests(capture, { helm, project, charts });
    verdicts.push(judge(capture, { ...judging, chartResources: made.map(chartResource) }));
  }
  return verdicts;
}

function printed(report: PolicyReport, { markdown, json }: Options): string {
  if (json) return jsonReport(report);
  return markdown ? markdownReport(report) : terminalReport(report);
}

void runCommandLine(command);
