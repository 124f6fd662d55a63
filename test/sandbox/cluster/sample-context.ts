import type { LaunchContext } from "../../../sandbox/cluster/component";
import { planOf } from "../../../sandbox/cluster/region-plan";
import { regionFiles } from "../../../sandbox/cluster/state-files";

/** The second region of a sandbox, before anything of it exists. */
export function sampleContext(
  change: Partial<LaunchContext> = {},
  directory = "/state",
): LaunchContext {
  const region = { name: "eu-west-1", zones: ["eu-west-1a", "eu-west-1b"], features: [] };
  return {
    plan: planOf({ ...region, index: 1, portBase: 30000 }),
    files: regionFiles(directory, region.name),
    auditLog: false,
    live: false,
    binaries: {
      etcd: "/bin/etcd",
      kubeApiserver: "/bin/kube-apiserver",
      kubeControllerManager: "/bin/kube-controller-manager",
      kubeScheduler: "/bin/kube-scheduler",
      kwok: "/bin/kwok",
      kubectl: "/bin/kubectl",
      kwokStages: "/assets/kwok-stages",
    },
    ...change,
  };
}
