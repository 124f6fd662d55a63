import type { AssetName } from "./assets";
import { type ToolName, toolOf } from "./catalog";
import type { ToolLocation } from "./locate";
import { rangeText } from "./version";

/** The first lines of an error about what is missing: which releases would do, and what was refused. */
export function missingLines(
  locations: readonly ToolLocation[],
  tools: readonly ToolName[],
  assets: readonly AssetName[] = [],
): string[] {
  const wanted = tools.map((name) => `${name} (${rangeText(toolOf(name).accepts)})`);
  const refused = locations
    .filter(({ tool }) => tools.includes(tool))
    .flatMap(({ refused: programs }) => programs.map(({ path, reason }) => `  ${path} ${reason}.`));
  return [`Missing: ${[...wanted, ...assets].join(", ")}.`, ...refused];
}
