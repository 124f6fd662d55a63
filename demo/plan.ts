import { violationsOf } from "../policy/evaluate";
import { rules } from "../policy/rules";
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
  const autoscalers = objects.filter(({ kind }) => kind === "HorizontalPodAutoscaler");
  const violations = violationsOf(captured);
  return [
    region.name,
    region.role,
    region.residencyZone ?? "-",
    String(objects.length),
    String(objects.filter(({ kind }) => kind === "Deployment").length),
    replicaRange(autoscalers),
    String(region.capacityIntentsPerMinute),
    violations.length === 0
      ? `${rules.length} of ${rules.length} hold`
      : `${violations.length} violated`,
  ];
}

/** All pods of a region, at rest and at the autoscalers' limit: `5-10`. */
function replicaRange(autoscalers: readonly Manifest[]): string {
  const specs = autoscalers.map(
    ({ spec }) => spec as { readonly minReplicas: number; readonly maxReplicas: number },
  );
  const minimum = specs.reduce((sum, { minReplicas }) => sum + minReplicas, 0);
  const maximum = specs.reduce((sum, { maxReplicas }) => sum + maxReplicas, 0);
  return `${minimum}-${maximum}`;
}
