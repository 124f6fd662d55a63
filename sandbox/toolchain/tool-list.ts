import { isGoTool, type ToolName } from "./catalog";
import { isComplete, type Survey, type ToolLocation } from "./locate";
import { durationText } from "./progress";
import { bytesText } from "./resources";
import type { FoundTool } from "./search-path";
import type { BuildCost } from "./work";

/** The lines of a list: every tool with its version and place, what was refused, and what is missing. */
export function listLines(
  survey: Pick<Survey, "locations" | "missing" | "missingAssets">,
  cost: BuildCost,
): string[] {
  const width = Math.max(...survey.locations.map(({ tool }) => tool.length));
  const lines = survey.locations.flatMap((location) => toolLines(location, width));
  if (isComplete(survey)) return lines;
  const missing = [...survey.missing, ...survey.missingAssets].join(", ");
  return [
    ...lines,
    "",
    `Missing: ${missing}.`,
    `\`npm run toolchain -- build\` makes them in about ${durationText(cost.milliseconds)} on two cores; ` +
      `meanwhile it takes ${bytesText(cost.diskBytes)} of disk.`,
  ];
}

function toolLines({ tool, found, refused }: ToolLocation, width: number): string[] {
  const name = tool.padEnd(width);
  const place = found
    ? `${found.version.padEnd(8)}  ${found.path} (${originText(tool, found)})`
    : "missing";
  const indent = " ".repeat(width + 2);
  return [
    `${name}  ${place}`,
    ...refused.map(({ path, reason }) => `${indent}not taken: ${path} ${reason}`),
  ];
}

function originText(tool: ToolName, { origin }: FoundTool): string {
  switch (origin) {
    case "PATH":
      return "on the PATH";
    case "KUBEBUILDER_ASSETS":
      return "in KUBEBUILDER_ASSETS";
    case "Pulumi's plugins":
      return "installed by Pulumi";
    case "cache":
      return isGoTool(tool) ? "built here" : "installed here";
  }
}
