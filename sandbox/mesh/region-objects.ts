import { capture } from "../../render/capture";
import { type Manifest, manifests } from "../../render/manifest";
import type { ProgramConfig } from "../../config/program-config";
import type { Peers } from "../../outputs/peers";
import { objectsOfCharts } from "./charts";
import { MeshError } from "./failure";

/** All that the program makes in one region. */
export interface RegionObjects {
  /** What Istio's charts make, by the release's name. */
  readonly charts: ReadonlyMap<string, readonly Manifest[]>;
  /** What the program makes itself, secrets in clear. */
  readonly own: readonly Manifest[];
}

/** What stands for the address of the gateway's Service as long as no API server has given it one. */
const UNKNOWN_ADDRESS = "[unknown until deployed: address of traffic-service]";

/**
 * The program's objects for a region.
 *
 * @param gatewayAddress cluster IP of the gateway's Service, once it has one.
 */
export async function regionObjects(
  helm: string,
  project: string,
  config: ProgramConfig,
  peers: Peers,
  gatewayAddress = UNKNOWN_ADDRESS,
): Promise<RegionObjects> {
  const { resources } = await capture(project, config, peers);
  const text = JSON.stringify(manifests(resources, "revealed"));
  return {
    charts: await objectsOfCharts({ path: helm, variables: {} }, resources),
    own: JSON.parse(text.replaceAll(UNKNOWN_ADDRESS, gatewayAddress)) as Manifest[],
  };
}

/** All objects of a region. */
export const allObjects = ({ charts, own }: RegionObjects): Manifest[] => [
  ...own,
  ...[...charts.values()].flat(),
];

/** @throws MeshError `bad-object` unless there is exactly one such object. */
export function objectNamed(objects: readonly Manifest[], kind: string, name: string): Manifest {
  const [found, ...others] = objects.filter(
    (object) => object.kind === kind && object.metadata.name === name,
  );
  if (found !== undefined && others.length === 0) return found;
  throw new MeshError(
    "bad-object",
    `the program makes ${found ? "several" : "no"} ${kind} ${name}`,
  );
}
