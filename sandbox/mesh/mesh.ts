import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { ProgramConfig } from "../../config/program-config";
import type { Peers } from "../../outputs/peers";
import type { Manifest } from "../../render/manifest";
import type { ControlPlaneBinaries } from "../cluster/binaries";
import { recordedNames } from "../processes/record";
import { startProcess } from "../processes/start";
import { stopProcess } from "../processes/stop";
import { type ControlPlane, startControlPlane } from "./control-plane";
import { gatewayProcess, type ProxyBinaries, startGateway } from "./gateway";
import { startIstiod, withoutMetrics } from "./istiod";
import { MeshError } from "./failure";
import { enterNamespaces, inside, leaveNamespaces, type Namespaces } from "./namespaces";
import { makeNetwork, podAddress, type PodName, podNetwork, serviceAddress } from "./network";
import { endpointSlices, podFrom } from "./pods";
import { allObjects, objectNamed, type RegionObjects, regionObjects } from "./region-objects";
import { openTunnel, type Tunnel } from "./tunnel";

/** Programs of a mesh. */
export interface MeshBinaries {
  readonly controlPlane: ControlPlaneBinaries;
  readonly proxy: ProxyBinaries;
  readonly pilotDiscovery: string;
  readonly helm: string;
}

export interface MeshOptions {
  /** State folder, which holds nothing yet. */
  readonly directory: string;
  readonly project: string;
  /** Regions that run; the others of their topology are not deployed. */
  readonly regions: readonly ProgramConfig[];
  readonly binaries: MeshBinaries;
}

/** A region whose gateway takes requests. */
export interface RunningRegion {
  readonly config: ProgramConfig;
  readonly api: ControlPlane;
  /** Addresses of pods. */
  readonly addresses: Readonly<Record<PodName, string>>;
  /** Addresses of the gateway's Services. */
  readonly gateway: {
    readonly loadBalancer: string;
    readonly clusterIp: string;
    readonly internal: string;
  };
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

const GATEWAY = "nephoran-gateway";
const INGRESS = "nephoran-ingress";
const PROCESSOR = "llm-processor-regional";
const PROCESSOR_PORT = 8080;

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

interface Place {
  readonly namespaces: Namespaces;
  readonly directory: string;
  readonly tunnel: Tunnel;
  readonly binaries: MeshBinaries;
}

async function startRegion(
  region: RunningRegion,
  objects: RegionObjects,
  place: Place,
): Promise<number> {
  const { api, addresses } = region;
  await api.apply(withoutMetrics(allObjects(objects)).filter(isApplied));
  await runPod(
    api,
    objects,
    objectNamed(objects.own, "Deployment", PROCESSOR),
    addresses.processor,
  );
  await startProcessor(region, place);
  const istiod = objects.charts.get("istiod") ?? [];
  const address = addresses["control-plane"];
  await startIstiod(place.binaries.pilotDiscovery, istiod, { ...place, api, address });
  await runPod(api, objects, gatewayDeployment(objects), addresses.gateway);
  return await runGateway(region, objects, place);
}

const gatewayDeployment = ({ charts }: RegionObjects): Manifest =>
  objectNamed(charts.get(GATEWAY) ?? [], "Deployment", GATEWAY);

async function runGateway(
  { api, addresses, config }: RunningRegion,
  objects: RegionObjects,
  place: Place,
): Promise<number> {
  const { pid } = await startGateway(place.binaries.proxy, gatewayDeployment(objects), {
    ...place,
    api,
    address: addresses.gateway,
    istiodAddress: addresses["control-plane"],
    roots: config.meshCa?.roots ?? "",
  });
  return pid;
}

/** Shows a pod to the region's API server as running, and leads its Services to it. */
async function runPod(
  api: ControlPlane,
  { own }: RegionObjects,
  deployment: Manifest,
  address: string,
): Promise<void> {
  const pod = podFrom(deployment);
  const services = own.filter(({ kind }) => kind === "Service");
  await api.apply([pod, ...endpointSlices(services, pod, address)]);
  await api.status(pod.metadata.namespace ?? "", `pod/${pod.metadata.name}`, {
    phase: "Running",
    podIP: address,
    podIPs: [{ ip: address }],
    conditions: [{ type: "Ready", status: "True" }],
  });
}

async function startProcessor({ api }: RunningRegion, { namespaces }: Place): Promise<void> {
  const args = [join(__dirname, "processor.mjs"), api.region, String(PROCESSOR_PORT)];
  const spec = {
    name: `${api.region}-processor`,
    command: process.execPath,
    args,
    workingDirectory: "/",
    environment: {},
  };
  const place = { pod: podNetwork(api.region, "processor") };
  await startProcess(namespaces.processes, inside(namespaces, place, spec));
}

/** Gives the gateway's Services addresses that lead to it, as a cloud does. */
async function reachGateway(
  namespaces: Namespaces,
  api: ControlPlane,
): Promise<RunningRegion["gateway"]> {
  const clusterIp = await api.field(INGRESS, `service/${GATEWAY}`, ".spec.clusterIP");
  const internal = await api.field(INGRESS, "service/internal-gateway", ".spec.clusterIP");
  const loadBalancer = clusterIp.replace("10.96.", "198.18.");
  await api.status(INGRESS, `service/${GATEWAY}`, {
    loadBalancer: { ingress: [{ ip: loadBalancer }] },
  });
  for (const address of [clusterIp, internal, loadBalancer]) {
    await serviceAddress(namespaces, podNetwork(api.region, "gateway"), address);
  }
  return { loadBalancer, clusterIp, internal };
}

const noAddresses = (config: ProgramConfig): Peers => peersOf(config, []);

/** Other objects than those that ask the API server to ask istiod, which it cannot reach by a Service. */
const isApplied = ({ kind }: Manifest): boolean => !kind.endsWith("WebhookConfiguration");

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
