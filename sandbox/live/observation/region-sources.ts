import type { Topology } from "../../../config/topology";
import type { LiveNetwork } from "../network/network";
import { regionAccess, startedRegion } from "../region-access";
import { askFromInside } from "./controllers/asker";
import { controllerDecisions } from "./controllers/decisions";
import { followAt } from "./controllers/follow";
import { servedWeights } from "./controllers/routes";
import type { LiveSource } from "./sources";

/**
 * What the entries of a sandbox's regions serve, and what their traffic controllers say.
 *
 * @param directory the sandbox's folder.
 * @throws OperatorError if one of the regions does not run there.
 */
export async function regionSources(
  directory: string,
  {
    regions,
    network,
    topology,
  }: { regions: readonly string[]; network: LiveNetwork; topology: Topology },
): Promise<LiveSource[]> {
  const ask = askFromInside(network);
  const sources = regions.map(async (name) => {
    const follow = followAt(await regionAccess(await startedRegion(directory, name)));
    return [
      servedWeights({ entry: name, topology, follow }),
      controllerDecisions({ region: name, follow, ask }),
    ];
  });
  return (await Promise.all(sources)).flat();
}
