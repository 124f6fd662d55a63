import { Command } from "commander";
import { readProject } from "../config/files";
import { runCommand } from "../cli/run-command";
import { capture } from "./capture";
import { manifests } from "./manifest";
import { writeManifests, type RegionManifests } from "./write";

const command = new Command("render")
  .description("Write every region's Kubernetes objects as YAML, without engine or cluster.")
  .argument("[out]", "folder to write to; it is replaced as a whole", "rendered")
  .option("--project <dir>", "folder with Pulumi.yaml and the stack files", ".")
  .action(async (out: string, options: { project: string }) => {
    const project = readProject(options.project);
    const regions: RegionManifests[] = [];
    for (const stack of project.stacks) {
      const { resources } = await capture(project.name, stack);
      regions.push({ region: stack.region.name, manifests: manifests(resources) });
    }
    writeManifests(out, regions);
    for (const { region, manifests: objects } of regions) {
      console.log(`${region.padEnd(16)} ${objects.length} objects in ${out}/${region}`);
    }
  });

void runCommand(command);
