import type { Topology } from "../../config/topology";
import { publicRegionHost } from "../../routing/hosts";
import type { ProjectStacks } from "../engine/project-stacks";
import { checkHealth } from "./health";
import { checkStacks, type OutputsOfStacks } from "./stack-checks";
import type { RegionCheck } from "./verdict";

/** Checks every region of the topology. It changes nothing. */
export async function checkRegions(
  topology: Topology,
  stacks: ProjectStacks,
  signal: AbortSignal,
): Promise<RegionCheck[]> {
  const names = topology.regions.map(({ name }) => name);
  const [outputs, health] = await Promise.all([
    readOutputs(names, stacks, signal),
    Promise.all(names.map((name) => checkHealth(publicRegionHost(name, topology), signal))),
  ]);
  return checkStacks(outputs).map((check, index) => ({
    ...check,
    health: health[index] ?? { result: "skipped", detail: "not asked" },
  }));
}

async function readOutputs(
  regions: readonly string[],
  stacks: ProjectStacks,
  signal: AbortSignal,
): Promise<OutputsOfStacks> {
  const existing = await stacks.existing();
  const outputs = new Map<string, Readonly<Record<string, unknown>> | undefined>();
  for (const region of regions) {
    signal.throwIfAborted();
    outputs.set(region, existing.includes(region) ? await stacks.outputs(region) : undefined);
  }
  return outputs;
}
