import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { ApiClient, KubernetesObject } from "./api-client";
import { ClusterError } from "./failure";
import { kubeletPort } from "./kwok";
import { nodeNetwork } from "./network";
import { nodeNames, type RegionPlan } from "./region-plan";

/** Marks the nodes that belong to the sandbox, which deletes those of a zone that is gone. */
const NODE_LABEL = "sandbox.nephoran.io/node";

/** What a node has to give: a general-purpose machine of 16 cores. */
const RESOURCES = { cpu: "16", memory: "64Gi", "ephemeral-storage": "200Gi", pods: "110" };

const NODES = "/api/v1/nodes";

const READY_BOUND_MS = 30_000;
const POLL_MS = 100;

/** A region's nodes, spread over its zones. */
export function nodeObjects(plan: RegionPlan): KubernetesObject[] {
  return plan.zones
    .flatMap((zone) => nodeNames(zone).map((name) => ({ zone, name })))
    .map(({ zone, name }, position) => {
      const network = nodeNetwork(plan.index, position + 1);
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
          },
        },
        spec: { podCIDR: network.podCidr, podCIDRs: [network.podCidr] },
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
    });
}

/** Creates the nodes that are missing and deletes those of zones that the region no longer has. */
export async function ensureNodes(api: ApiClient, plan: RegionPlan): Promise<void> {
  const wanted = nodeObjects(plan);
  const names = new Set(wanted.map(({ metadata }) => metadata.name));
  const present = (await ownNodes(api)).map(({ metadata }) => metadata.name);
  await Promise.all([
    ...wanted
      .filter(({ metadata }) => !present.includes(metadata.name))
      .map((node) => api.create(NODES, node)),
    ...present.filter((name) => !names.has(name)).map((name) => api.delete(`${NODES}/${name}`)),
  ]);
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
      metadata: z.object({ name: z.string() }),
      spec: z.object({ taints: z.array(z.object({ key: z.string() })).optional() }),
      status: z.object({
        conditions: z.array(z.object({ type: z.string(), status: z.string() })).optional(),
      }),
    }),
  ),
});

type Node = z.infer<typeof nodeListSchema>["items"][number];

async function ownNodes(api: ApiClient): Promise<Node[]> {
  return nodeListSchema.parse(await api.get(`${NODES}?labelSelector=${NODE_LABEL}`)).items;
}

function isUsable({ spec, status }: Node): boolean {
  const ready = status.conditions?.some(
    ({ type, status: is }) => type === "Ready" && is === "True",
  );
  const tainted = spec.taints?.some(({ key }) => key.startsWith("node.kubernetes.io/not-ready"));
  return ready === true && tainted !== true;
}
