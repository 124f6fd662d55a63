import type { ApiClient } from "./api-client";
import { podEndStages, stageFiles } from "./binaries";
import {
  type ComponentDefinition,
  flags,
  type LaunchContext,
  type RegionContext,
} from "./component";
import { componentKubeconfig } from "./controller";
import { httpsProbe } from "./health";
import { POD_STAGES } from "./pod-stages";
import { LOOPBACK, podRunnerPort, portOf } from "./ports";
import { REGION_FILE_NAMES } from "./state-files";

/** Stands in for all nodes' kubelets, and by its stages for what a cloud does. */
export const kwok: ComponentDefinition = {
  process: (context) => ({
    name: "kwok",
    command: context.binaries.kwok,
    workingDirectory: context.files.folder,
    // Otherwise it would also read the configuration in the user's home.
    environment: { HOME: context.files.folder },
    args: flags({
      kubeconfig: componentKubeconfig("kwok"),
      config: [POD_STAGES, ...playedStages(context)],
      "manage-all-nodes": true,
      cidr: context.plan.network.podCidr,
      "server-address": `${LOOPBACK}:${String(kubeletPort(context))}`,
      "node-port": announcedPort(context),
      "tls-cert-file": REGION_FILE_NAMES.servingCertificate,
      "tls-private-key-file": REGION_FILE_NAMES.servingKey,
      // As a kubelet does it; without a lease a node would be written every 20 s.
      "node-lease-duration-seconds": 40,
      // It would log each renewal of each node's lease.
      v: "WARN",
    }),
  }),
  probe: (context) => httpsProbe(context, kubeletPort(context), "/healthz"),
};

/** Those of all pods, but for those that are in {@link POD_STAGES} already. */
function playedStages({ binaries, realImages }: LaunchContext): string[] {
  const changed = realImages === undefined ? [] : podEndStages(binaries.kwokStages);
  return stageFiles(binaries.kwokStages).filter((file) => !changed.includes(file));
}

/** Where the API server finds the nodes' kubelets. */
function announcedPort(context: LaunchContext): number {
  const { plan, realImages } = context;
  return realImages === undefined ? kubeletPort(context) : podRunnerPort(plan.portBase, plan.index);
}

/** Where KWOK answers in place of the nodes' kubelets. */
export function kubeletPort({ plan }: Pick<RegionContext, "plan">): number {
  return portOf(plan.portBase, plan.index, "kwok");
}

/**
 * Deletes the nodes' leases. KWOK gives itself a new identity at each start and would wait for the
 * leases of its predecessor to run out, 40 s in which no pod starts or ends.
 */
export async function releaseNodeLeases(api: ApiClient): Promise<void> {
  await api.delete("/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases");
}
