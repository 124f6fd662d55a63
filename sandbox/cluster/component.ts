import type { Probe } from "../processes/readiness";
import type { ProcessSpec } from "../processes/record";
import type { ControlPlaneBinaries } from "./binaries";
import type { RegionPlan } from "./region-plan";
import type { RegionFiles } from "./state-files";

/** The processes of a region in the order in which they need each other. */
export const COMPONENTS = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kwok",
  "cockroachdb",
] as const;

export type Component = (typeof COMPONENTS)[number];

/** A region and where its files are. */
export interface RegionContext {
  readonly plan: RegionPlan;
  readonly files: RegionFiles;
}

/** What a component's command line is made from. */
export interface LaunchContext extends RegionContext {
  readonly binaries: ControlPlaneBinaries;
  /** Whether the API server records every write; see {@link RegionFiles.auditLog}. */
  readonly auditLog: boolean;
  /** Whether pods run for real, in a network of their own; see ../live. */
  readonly live: boolean;
  /** Matches the images that a pod runner runs; see control-planes.ts. */
  readonly realImages?: string;
}

/** One component: how it is started, and how one sees that it works. */
export interface ComponentDefinition {
  process(context: LaunchContext): ProcessSpec;
  probe(context: RegionContext): Probe;
}

/** `{ "secure-port": 1 }` → `--secure-port=1`; a list repeats its flag. */
export function flags(
  values: Readonly<Record<string, string | number | boolean | readonly string[]>>,
): string[] {
  return Object.entries(values).flatMap(([name, value]) =>
    (typeof value === "object" ? value : [value]).map((one) => `--${name}=${String(one)}`),
  );
}
