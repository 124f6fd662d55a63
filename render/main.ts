import { Command } from "commander";
import { runCommandLine } from "../cli/command-line";
import { readProject } from "../config/files";
import { type Capture, captureAll } from "./capture";
import { chartsOf } from "./charts/chart";
import { regionManifestsWithCharts } from "./charts/charts";
import { findHelm } from "./charts/helm";
import { type RegionManifests, regionManifests, writeManifests } from "./write";

interface Options {
  readonly project: string;
  readonly charts?: true;
  readonly chartsDirectory?: string;
}

const command = new Command("render")
  .description("Write every region's Kubernetes objects as YAML, without engine or cluster.")
  .argument("[out]", "folder to write to; it is replaced as a whole", "rendered")
  .option("--project <dir>", "folder with Pulumi.yaml and the stack files", ".")
  .option("--charts", "add the objects that Helm charts give; needs helm, on the PATH or built")
  .option(
    "--charts-directory <dir>",
    "the same, by the charts in this folder instead of where the stack files say",
  )
  .action(async (out: string, options: Options) => {
    const captures = await captureAll(readProject(options.project));
    const regions = await manifestsOf(captures, options);
    writeManifests(out, regions);
    for (const { region, manifests: objects } of regions) {
      console.log(`${region.padEnd(16)} ${objects.length} objects in ${out}/${region}`);
    }
    const left = wantsCharts(options)
      ? []
      : captures.flatMap(({ resources }) => chartsOf(resources));
    if (left.length > 0) {
      console.log(`${left.length} charts were not rendered; --charts adds what they give.`);
    }
  });

const wantsCharts = ({ charts, chartsDirectory }: Options): boolean =>
  charts === true || chartsDirectory !== undefined;

/** One region after the other: each takes a process for each of its charts. */
async function manifestsOf(
  captures: readonly Capture[],
  options: Options,
): Promise<RegionManifests[]> {
  if (!wantsCharts(options)) return captures.map(regionManifests);
  const { project, chartsDirectory: charts } = options;
  const helm = await findHelm();
  const regions: RegionManifests[] = [];
  for (const capture of captures) {
    regions.push(await regionManifestsWithCharts(capture, { helm, project, charts }));
  }
  return regions;
}

void runCommandLine(command);
