import { Command } from "commander";
import { readProject } from "../config/files";
import { runCommandLine } from "../cli/command-line";
import { captureAll } from "./capture";
import { regionManifests, writeManifests } from "./write";

const command = new Command("render")
  .description("Write every region's Kubernetes objects as YAML, without engine or cluster.")
  .argument("[out]", "folder to write to; it is replaced as a whole", "rendered")
  .option("--project <dir>", "folder with Pulumi.yaml and the stack files", ".")
  .action(async (out: string, options: { project: string }) => {
    const captures = await captureAll(readProject(options.project));
    const regions = captures.map(regionManifests);
    writeManifests(out, regions);
    for (const { region, manifests: objects } of regions) {
      console.log(`${region.padEnd(16)} ${objects.length} objects in ${out}/${region}`);
    }
  });

void runCommandLine(command);
