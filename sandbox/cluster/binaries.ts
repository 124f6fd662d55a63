import { access } from "node:fs/promises";
import { join } from "node:path";
import { ClusterError } from "./failure";

/** Absolute paths of the programs that make a control plane. */
export interface ControlPlaneBinaries {
  readonly etcd: string;
  readonly kubeApiserver: string;
  readonly kubeControllerManager: string;
  readonly kubeScheduler: string;
  readonly kwok: string;
  readonly kubectl: string;
  /** Folder laid out like `kustomize/stage` of KWOK's source. */
  readonly kwokStages: string;
}

/** What is needed of a toolchain: where a tool is, and the folder of its files. */
export interface ToolLocations {
  path(tool: string): string;
  readonly assets: string;
}

export function controlPlaneBinaries(toolchain: ToolLocations): ControlPlaneBinaries {
  return {
    etcd: toolchain.path("etcd"),
    kubeApiserver: toolchain.path("kube-apiserver"),
    kubeControllerManager: toolchain.path("kube-controller-manager"),
    kubeScheduler: toolchain.path("kube-scheduler"),
    kwok: toolchain.path("kwok"),
    kubectl: toolchain.path("kubectl"),
    kwokStages: join(toolchain.assets, "kwok-stages"),
  };
}

/**
 * Nodes become ready and keep their leases; pods become ready at once, those of Jobs complete, and
 * deleted ones go. KWOK's own volume stages are left out: they bind claims themselves and so race
 * with the real controller (see stages/volumes.yaml).
 */
const KWOK_STAGES = [
  "node/fast/node-initialize.yaml",
  "node/heartbeat-with-lease/node-heartbeat-with-lease.yaml",
  "pod/fast/pod-complete.yaml",
  "pod/fast/pod-delete.yaml",
];

/** How pods end, as KWOK gives it: all of {@link KWOK_STAGES} that are about pods. */
export const podEndStages = (kwokStages: string): string[] =>
  KWOK_STAGES.filter((file) => file.startsWith("pod/")).map((file) => join(kwokStages, file));

/** As KWOK gives it; what is played is made of it, in pod-stages.ts. */
export const podReadyStage = (kwokStages: string): string =>
  join(kwokStages, "pod/fast/pod-ready.yaml");

/** What a cloud would do: volumes and load balancer addresses. */
const CLOUD_STAGES = ["volumes.yaml", "load-balancer.yaml"];

/** The stages that KWOK plays alike in every region, as files. */
export function stageFiles(kwokStages: string): string[] {
  return [
    ...KWOK_STAGES.map((file) => join(kwokStages, file)),
    ...CLOUD_STAGES.map((file) => join(__dirname, "stages", file)),
  ];
}

/** @throws ClusterError `missing-file`, naming every file that is not there. */
export async function assertPresent(binaries: ControlPlaneBinaries): Promise<void> {
  const { kwokStages, ...programs } = binaries;
  const files = [...Object.values(programs), podReadyStage(kwokStages), ...stageFiles(kwokStages)];
  const missing = await Promise.all(
    files.map((file) =>
      access(file).then(
        () => [],
        () => [file],
      ),
    ),
  );
  if (missing.flat().length === 0) return;
  throw new ClusterError(
    "missing-file",
    `the toolchain is incomplete, these files are missing: ${missing.flat().join(", ")}`,
  );
}
