import { Command } from "commander";
import { checks, isWell, type RegionCheck } from "../../deploy/check/verdict";
import { interruptSignal } from "../../sandbox/interruption";
import { table } from "../../sandbox/report";
import { projectIn, withProject } from "./options";

interface Options {
  readonly project: string;
  readonly json?: true;
}

/** Checks what is deployed. */
export const testCommand = (): Command =>
  withProject(new Command("test"))
    .description(
      "Check every region: is it deployed by this release, does it know the others as they are now, " +
        "does it answer https://REGION.DOMAIN/health. Exits with 1 if anything is not well.",
    )
    .option("--json", "one JSON object a line, for each region")
    .action(async ({ project: folder, json }: Options) => {
      const signal = interruptSignal();
      const project = projectIn(folder);
      const [{ ProjectStacks }, { checkRegions }] = await Promise.all([
        import("../../deploy/engine/project-stacks.js"),
        import("../../deploy/check/check-regions.js"),
      ]);
      const { directory, name, topology } = project;
      const stacks = await ProjectStacks.open({ directory, name, environment: process.env });
      const found = await checkRegions(topology, stacks, signal);
      if (json) for (const check of found) console.log(JSON.stringify(check));
      else console.log(checkLines(found).join("\n"));
      if (!found.every(isWell)) process.exitCode = 1;
    });

/** A table of all regions, and below it what is not simply well. */
export function checkLines(found: readonly RegionCheck[]): string[] {
  const details = found.flatMap((check) =>
    checks
      .filter((name) => check[name].result !== "ok" && check[name].detail !== "")
      .map((name) => `${check.region} ${name}: ${check[name].detail}`),
  );
  return [
    ...table([
      ["REGION", ...checks.map((name) => name.toUpperCase())],
      ...found.map((check) => [check.region, ...checks.map((name) => cell(check, name))]),
    ]),
    ...(details.length === 0 ? [] : ["", ...details]),
  ];
}

function cell(check: RegionCheck, name: (typeof checks)[number]): string {
  const { result, detail } = check[name];
  return result === "ok" ? `ok, ${detail}` : result;
}
