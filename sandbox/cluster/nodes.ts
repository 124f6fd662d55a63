import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { ApiClient, KubernetesObject } from "./api-client";
import { ClusterError } from "./failure";
import { kubeletPort } from "./kwok";
import { type NodeNetwork, nodeNetwork } from "./network";
import { poolMarks, poolMoves } from "./node-pools";
import { nodeNames, type RegionPlan } from "./region-plan";

/** Marks the nodes that belong to the sandbox, which deletes those of a zone that is gone. */
const NODE_LABEL = "sandbox.nephoran.io/node";

/** What a node has to give: a general-purpose machine of 16 cores. */
const RESOURCES = { cpu: "16", memory: "64Gi", "ephemeral-storage": "200Gi", pods: "110" };

const NODES = "/api/v1/nodes";

/** How often a node is read anew because somebody else has written to it meanwhile. */
const MOVE_ATTEMPTS = 5;

const READY_BOUND_MS = 30_000;
const POLL_MS = 100;

/** What has to change so that a region has the nodes of its zones and no others. */
export interface NodeChanges {
  readonly create: readonly KubernetesObject[];
  /** Names of nodes whose zone is gone. */
  readonly remove: readonly string[];
}

/**
 * Compares a region's nodes with its zones. A new node takes the lowest address that no node has,
 * also none that is about to go: its pods are still there for a while.
 *
 * @param present the pod range of each node there is, by its name.
 */
export function nodeChanges(plan: RegionPlan, present: ReadonlyMap<string, string>): NodeChanges {
  const wanted = plan.zones.flatMap((zone) => nodeNames(zone).map((name) => ({ zone, name })));
  const taken = new Set(present.values());
  const create = wanted
    .filter(({ name }) => !present.has(name))
    .map(({ zone, name }) => {
      const network = lowestFreeNetwork(plan, taken);
      taken.add(network.podCidr);
      return nodeObject(plan, zone, name, network);
    });
  const names = new Set(wanted.map(({ name }) => name));
  return { create, remove: [...present.keys()].filter((name) => !names.has(name)) };
}

/** What {@link ensureNodes} asks of an API server. */
export type NodesApi = Pick<ApiClient, "get" | "create" | "delete" | "mergeIfUnchanged">;

/**
 * Creates the nodes that are missing, deletes those of zones that the region no longer has, and puts
 * the others into the pools where they belong now.
 *
 * @throws ClusterError `api`, also if somebody else writes to the nodes all the time.
 */
export async function ensureNodes(api: NodesApi, plan: RegionPlan): Promise<void> {
  const present = new Map(
    (await ownNodes(api)).map(({ metadata, spec }) => [metadata.name, spec.podCIDR]),
  );
  const { create, remove } = nodeChanges(plan, present);
  await Promise.all([
    ...create.map((node) => api.create(NODES, node)),
    ...remove.map((name) => api.delete(`${NODES}/${name}`)),
  ]);
  await ensurePools(api, plan);
}

/**
 * Waits until pods can be placed on every node of the region: ready, and free of the taint that a
 * new node has.
 *
 * @throws ClusterError `not-ready` at the bound, naming the nodes.
 */
export async function awaitNodesReady(
  api: ApiClient,
  plan: RegionPlan,
  signal: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + READY_BOUND_MS;
  for (;;) {
    signal.throwIfAborted();
    const usable = (await ownNodes(api)).filter(isUsable).map(({ metadata }) => metadata.name);
    const waiting = plan.zones.flatMap(nodeNames).filter((name) => !usable.includes(name));
    if (waiting.length === 0) return;
    if (Date.now() >= deadline) {
      throw new ClusterError(
        "not-ready",
        `nodes of ${plan.name} are not ready after ${String(READY_BOUND_MS / 1000)} s: ${waiting.join(", ")}. Look at the logs of its kwok and kube-controller-manager`,
      );
    }
    await sleep(POLL_MS);
  }
}

const nodeListSchema = z.object({
  items: z.array(
    z.object({
      metadata: z.object({
        name: z.string(),
        resourceVersion: z.string(),
        labels: z.record(z.string(), z.string()),
      }),
      spec: z.object({
        podCIDR: z.string(),
        taints: z.array(z.looseObject({ key: z.string() })).default([]),
      }),
      status: z.object({
        conditions: z.array(z.object({ type: z.string(), status: z.string() })).optional(),
      }),
    }),
  ),
});

type Node = z.infer<typeof nodeListSchema>["items"][number];

async function ensurePools(api: NodesApi, plan: RegionPlan): Promise<void> {
  for (let attempt = 1; attempt <= MOVE_ATTEMPTS; attempt += 1) {
    const nodes = (await ownNodes(api)).map(({ metadata, spec }) => ({ ...metadata, ...spec }));
    const moved = await Promise.all(
      poolMoves(plan, nodes).map(({ name, patch }) =>
        api.mergeIfUnchanged(`${NODES}/${name}`, patch),
      ),
    );
    if (moved.every(Boolean)) return;
  }
  throw new ClusterError(
    "api",
    `nodes of ${plan.name} could not be put into their pools: somebody else wrote to them each of ${String(MOVE_ATTEMPTS)} times. Run \`sandbox up\` again`,
  );
}

function nodeObject(
  plan: RegionPlan,
  zone: string,
  name: string,
  network: NodeNetwork,
): KubernetesObject {
  const pool = poolMarks(plan, name);
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: {
        [NODE_LABEL]: "",
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "topology.kubernetes.io/region": plan.name,
        "topology.kubernetes.io/zone": zone,
        ...pool.labels,
      },
    },
    spec: { podCIDR: network.podCidr, podCIDRs: [network.podCidr], taints: pool.taints },
    status: {
      addresses: [
        { type: "InternalIP", address: network.address },
        { type: "Hostname", address: name },
        // Where the API server finds the node's kubelet, which is KWOK.
        { type: "InternalDNS", address: "localhost" },
      ],
      allocatable: RESOURCES,
      capacity: RESOURCES,
      daemonEndpoints: { kubeletEndpoint: { Port: kubeletPort({ plan }) } },
    },
  };
}

function lowestFreeNetwork({ index }: RegionPlan, taken: ReadonlySet<string>): NodeNetwork {
  let node = 1;
  while (taken.has(nodeNetwork(index, node).podCidr)) node += 1;
  return nodeNetwork(index, node);
}

async function ownNodes(api: Pick<ApiClient, "get">): Promise<Node[]> {
  return nodeListSchema.parse(await api.get(`${NODES}?labelSelector=${NODE_LABEL}`)).items;
}

function isUsable({ spec, status }: Node): boolean {
  const ready = status.conditions?.some(
    ({ type, status: is }) => type === "Ready" && is === "True",
  );
  const tainted = spec.taints.some(({ key }) => key.startsWith("node.kubernetes.io/not-ready"));
  return ready === true && !tainted;
}
