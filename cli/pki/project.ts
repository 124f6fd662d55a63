import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { OperatorError } from "../../config/operator-error";
import { parseTopology, TOPOLOGY_FILE } from "../../config/topology";
import type { NamedRegion } from "../../pki/issue";
import { publicHosts } from "../../routing/hosts";

const projectFile = z.object({ config: z.object({ topology: z.object({ value: z.unknown() }) }) });

/**
 * The regions of a project. Only Pulumi.yaml is read: a stack file without identities is not yet one
 * that the program takes.
 *
 * @throws OperatorError if there is no such file, or ConfigError with every problem of its topology.
 */
export function regionsOf(project: string): NamedRegion[] {
  const topology = parseTopology(topologyIn(join(project, TOPOLOGY_FILE)));
  return topology.regions.map((region) => ({
    region: region.name,
    hosts: publicHosts(region, topology),
  }));
}

/**
 * Those of the regions that are named, in the order of the topology.
 *
 * @throws OperatorError if one is not there.
 */
export function chosenRegions(
  all: readonly NamedRegion[],
  names: readonly string[],
): NamedRegion[] {
  const unknown = names.filter((name) => !all.some(({ region }) => region === name));
  if (unknown.length === 0) return all.filter(({ region }) => names.includes(region));
  const known = all.map(({ region }) => region).join(", ");
  throw new OperatorError(
    `There is no region ${unknown.join(", ")}. The topology has ${known}. Nothing was changed.`,
  );
}

function topologyIn(file: string): unknown {
  try {
    return projectFile.parse(parseYaml(readFileSync(file, "utf8"))).config.topology.value;
  } catch {
    throw new OperatorError(
      `${file} cannot be read as a project file with a topology. --project names the folder that ` +
        "has one.",
    );
  }
}
