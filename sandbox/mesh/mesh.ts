import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { ProgramConfig } from "../../config/program-config";
import type { Peers } from "../../outputs/peers";
import { recordedNames } from "../processes/record";
import { stopProcess } from "../processes/stop";
import { startControlPlane } from "./control-plane";
import { MeshError } from "./failure";
import { gatewayProcess } from "./gateway";
import { enterNamespaces, leaveNamespaces, type Namespaces } from "./namespaces";
import { makeNetwork, podAddress } from "./network";
import { allObjects, regionObjects } from "./region-objects";
import {
  type MeshBinaries,
  reachGateway,
  runGateway,
  type RunningRegion,
  startRegion,
} from "./start-region";
import { openTunnel, type Tunnel } from "./tunnel";

export interface MeshOptions {
  /** State folder, which holds nothing yet. */
  readonly directory: string;
  readonly project: string;
  /** Regions that run; the others of their topology are not deployed. */
  readonly regions: readonly ProgramConfig[];
  readonly binaries: MeshBinaries;
}

/** Regions that are joined, each with its own API server, istiod and gateway. */
export interface Mesh {
  readonly regions: readonly RunningRegion[];
  readonly namespaces: Namespaces;
  readonly tunnel: Tunnel;
  readonly binaries: MeshBinaries;
  /** The process group of a region's gateway: its agent and its Envoy. */
  gatewayGroup(region: string): number;
  /** Starts a region's gateway again, after it ended. */
  restartGateway(region: string): Promise<void>;
}

/** What others need to be there, or get their addresses from. */
const FIRST_KINDS = ["Namespace", "CustomResourceDefinition", "PriorityClass", "Service"];

/**
 * Starts regions from the objects of their programs, in two passes as a first deployment does: what a
 * region's Services are reached by, its peers' objects say.
 */
export async function startMesh(options: MeshOptions): Promise<Mesh> {
  const { directory, regions, binaries, project } = options;
  const processes = processesOf(directory);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const namespaces = await enterNamespaces(processes);
  const names = regions.map(({ region }) => region.name);
  await makeNetwork(namespaces, names);
  const tunnel = await openTunnel(namespaces, directory);
  const apis = await Promise.all(
    names.map((region, index) =>
      startControlPlane(namespaces, directory, binaries.controlPlane, { region, index }),
    ),
  );

  const objects = async (config: ProgramConfig, peers: Peers, address?: string) =>
    await regionObjects(binaries.helm, project, config, peers, address);
  const found = await inTurn(regions, async (config, index) => {
    const first = allObjects(await objects(config, noAddresses(config)));
    const api = at(apis, index);
    await api.apply(first.filter(({ kind }) => kind === "Namespace"));
    await api.apply(first.filter(({ kind }) => FIRST_KINDS.includes(kind)));
    return await reachGateway(namespaces, api);
  });

  const running = regions.map((config, index): RunningRegion => ({
    config,
    api: at(apis, index),
    addresses: {
      "control-plane": podAddress(index, "control-plane"),
      gateway: podAddress(index, "gateway"),
      processor: podAddress(index, "processor"),
    },
    gateway: at(found, index),
  }));
  const all = await inTurn(running, ({ config, gateway }) =>
    objects(config, peersOf(config, running), gateway.clusterIp),
  );
  const place = { namespaces, directory, tunnel, binaries };
  const groups = await Promise.all(
    running.map((region, index) => startRegion(region, at(all, index), place)),
  );

  return {
    regions: running,
    namespaces,
    tunnel,
    binaries,
    gatewayGroup: (region) => at(groups, names.indexOf(region)),
    async restartGateway(region) {
      const index = names.indexOf(region);
      await stopProcess(processes, gatewayProcess(region), 0);
      groups[index] = await runGateway(at(running, index), at(all, index), place);
    },
  };
}

/** Ends all that was started in a folder. */
export async function stopMesh(directory: string): Promise<void> {
  const processes = processesOf(directory);
  const names = await recordedNames(processes);
  // Nothing in it outlives the test that it was for.
  await Promise.all(names.map((name) => stopProcess(processes, name, 0)));
  await leaveNamespaces(processes);
}

const processesOf = (directory: string): string => join(directory, "processes");

/** The peers of a region none of whose peers runs. */
export const noAddresses = (config: ProgramConfig): Peers => peersOf(config, []);

/** The other regions of a topology, with the addresses of those that run. */
const peersOf = (
  { topology, region: own }: ProgramConfig,
  running: readonly RunningRegion[],
): Peers =>
  topology.regions
    .filter(({ name }) => name !== own.name)
    .map((region) => ({
      region,
      gatewayAddress:
        running.find(({ config }) => config.region.name === region.name)?.gateway.loadBalancer ??
        null,
      eastWestAddress: null,
      reader: null,
    }));

/** One after the other: a capture holds what is global to the process. */
async function inTurn<T, R>(
  items: readonly T[],
  action: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  for (const [index, item] of items.entries()) results.push(await action(item, index));
  return results;
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new MeshError("bad-object", "no such region runs");
  return item;
}
