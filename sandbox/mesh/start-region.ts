import { join } from "node:path";
import { GATEWAY, INTERNAL_GATEWAY } from "../../components/istio-mesh/names";
import { meshNamespaces } from "../../components/region-base/namespaces";
import { dataPlane, HTTP_PORT } from "../../components/regional-data-plane/connections";
import type { ProgramConfig } from "../../config/program-config";
import type { Manifest } from "../../render/manifest";
import type { ControlPlaneBinaries } from "../cluster/binaries";
import { startProcess } from "../processes/start";
import type { ControlPlane } from "./control-plane";
import { type ProxyBinaries, startGateway } from "./gateway";
import { injected } from "./injection";
import { startIstiod, withoutMetrics } from "./istiod";
import { inside, type Namespaces } from "./namespaces";
import { type PodName, podNetwork, serviceAddress } from "./network";
import { endpointSlices, podFrom } from "./pods";
import { allObjects, objectNamed, type RegionObjects } from "./region-objects";
import type { Tunnel } from "./tunnel";

/** Programs of a mesh. */
export interface MeshBinaries {
  readonly controlPlane: ControlPlaneBinaries;
  readonly proxy: ProxyBinaries;
  readonly pilotDiscovery: string;
  readonly helm: string;
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

/** Where a region is started. */
export interface Place {
  readonly namespaces: Namespaces;
  readonly directory: string;
  readonly tunnel: Tunnel;
  readonly binaries: MeshBinaries;
}

/**
 * Starts what runs of a region beside its API server.
 *
 * @returns the process group of its gateway.
 */
export async function startRegion(
  region: RunningRegion,
  objects: RegionObjects,
  place: Place,
): Promise<number> {
  const { api, addresses } = region;
  await api.apply(withoutMetrics(allObjects(objects)).filter(isApplied));
  const processor = podFrom(objectNamed(objects.own, "Deployment", dataPlane.processor));
  await showPod(api, objects, processor, addresses.processor);
  await startProcessor(region, place);
  const istiod = objects.charts.get("istiod") ?? [];
  const address = addresses["control-plane"];
  await startIstiod(place.binaries.pilotDiscovery, istiod, { ...place, api, address });
  return await runGateway(region, objects, place);
}

/**
 * Starts a region's gateway.
 *
 * @returns its process group.
 */
export async function runGateway(
  { api, addresses, config }: RunningRegion,
  objects: RegionObjects,
  place: Place,
): Promise<number> {
  const istiodAddress = addresses["control-plane"];
  const chart = objects.charts.get(GATEWAY) ?? [];
  const pod = await injected(podFrom(objectNamed(chart, "Deployment", GATEWAY)), {
    tunnel: place.tunnel,
    address: istiodAddress,
    roots: config.meshCa?.roots ?? "",
  });
  await showPod(api, objects, pod, addresses.gateway);
  const { pid } = await startGateway(place.binaries.proxy, pod, {
    ...place,
    api,
    address: addresses.gateway,
    istiodAddress,
  });
  return pid;
}

/** Gives the gateway's Services addresses that lead to it, as a cloud does. */
export async function reachGateway(
  namespaces: Namespaces,
  api: ControlPlane,
): Promise<RunningRegion["gateway"]> {
  const namespace = meshNamespaces.ingress;
  const clusterIp = await api.field(namespace, `service/${GATEWAY}`, ".spec.clusterIP");
  const internal = await api.field(namespace, `service/${INTERNAL_GATEWAY}`, ".spec.clusterIP");
  const loadBalancer = clusterIp.replace("10.96.", "198.18.");
  await api.status(namespace, `service/${GATEWAY}`, {
    loadBalancer: { ingress: [{ ip: loadBalancer }] },
  });
  for (const address of [clusterIp, internal, loadBalancer]) {
    await serviceAddress(namespaces, podNetwork(api.region, "gateway"), address);
  }
  return { loadBalancer, clusterIp, internal };
}

/** Other objects than those that have the API server ask istiod: no Service leads there. */
const isApplied = ({ kind }: Manifest): boolean => !kind.endsWith("WebhookConfiguration");

/**
 * Has the region's API server admit a pod, and think that it runs, and leads its Services to it.
 */
async function showPod(
  api: ControlPlane,
  { own }: RegionObjects,
  pod: Manifest,
  address: string,
): Promise<void> {
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
  const spec = {
    name: `${api.region}-processor`,
    command: process.execPath,
    args: [join(__dirname, "processor.mjs"), api.region, String(HTTP_PORT)],
    workingDirectory: "/",
    environment: {},
  };
  const place = { pod: podNetwork(api.region, "processor") };
  await startProcess(namespaces.processes, inside(namespaces, place, spec));
}
