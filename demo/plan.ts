import { judgeAsShipped } from "../policy/shipped-verdict";
import { isBlocking } from "../policy/verdict";
import type { Capture } from "../render/capture";
import { type Manifest, manifests } from "../render/manifest";

/** Head of the table that `planRow` fills. */
export const planHead = [
  "REGION",
  "ROLE",
  "ZONE",
  "OBJECTS",
  "WORKLOADS",
  "REPLICAS",
  "INTENTS/MIN",
  "POLICY",
];

/** What a region will get, in a row of a table. */
export function planRow(captured: Capture): string[] {
  const { region } = captured.config;
  const objects = manifests(captured.resources);
  const { rules, findings } = judgeAsShipped(captured, new Date());
  const violations = findings.filter(isBlocking).length;
  return [
    region.name,
    region.role,
    region.residencyZone ?? "-",
    String(objects.length),
    String(objects.filter(({ kind }) => WORKLOADS.includes(kind)).length),
    replicaRange(objects),
    String(region.capacityIntentsPerMinute),
    violations === 0 ? `${rules} of ${rules} hold` : `${violations} violated`,
  ];
}

/** Kinds whose pods run all the time; what runs to an end is no workload of the plan. */
const WORKLOADS = ["Deployment", "StatefulSet"];

/** All pods of a region, at rest and at the autoscalers' limit: `8-13`. */
function replicaRange(objects: readonly Manifest[]): string {
  const bounds = objects.flatMap(replicaBounds);
  const minimum = bounds.reduce((sum, [least]) => sum + least, 0);
  const maximum = bounds.reduce((sum, [, most]) => sum + most, 0);
  return `${minimum}-${maximum}`;
}

/** An autoscaler decides about a Deployment's pods; a StatefulSet has a fixed number of them. */
function replicaBounds({ kind, spec }: Manifest): [number, number][] {
  switch (kind) {
    case "HorizontalPodAutoscaler": {
      const { minReplicas, maxReplicas } = spec as { minReplicas: number; maxReplicas: number };
      return [[minReplicas, maxReplicas]];
    }
    case "StatefulSet": {
      const { replicas } = spec as { replicas: number };
      return [[replicas, replicas]];
    }
    default:
      return [];
  }
}
