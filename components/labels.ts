import type { Region } from "../config/topology";

/** Labels as they stand on objects. */
export type Labels = Readonly<Record<string, string>>;

/**
 * Label with the zone that an object is bound to. Residency policies read it, so it is always plain
 * configuration and never an output.
 */
export const RESIDENCY_ZONE_LABEL = "nephoran.io/residency-zone";

/** Label with the region that an object is made for. */
export const REGION_LABEL = "nephoran.io/region";

/** Label of a namespace with the rules that what is in it is held to. */
export const COMPLIANCE_MODE_LABEL = "nephoran.io/compliance-mode";

/** Label, `true`, by which a pod asks for a way to the API server. */
export const NEEDS_KUBE_API_LABEL = "nephoran.io/needs-kube-api";

/** Label of nodes that are kept for something, and key of the taint that keeps off all others. */
export const NODE_POOL_LABEL = "nephoran.io/node-pool";

/** Annotation of a NetworkPolicy: why the connections that it allows have to be possible. */
export const REASON_ANNOTATION = "nephoran.io/reason";

/** Annotation of an object that does less than one may expect of it: what it does not do, and why. */
export const WARNING_ANNOTATION = "nephoran.io/warning";

/** Labels of everything in a region's stack. */
export function regionLabels({ name, residencyZone }: Region): Labels {
  return {
    "app.kubernetes.io/part-of": "nephoran",
    "app.kubernetes.io/managed-by": "pulumi",
    [REGION_LABEL]: name,
    ...(residencyZone === undefined ? {} : { [RESIDENCY_ZONE_LABEL]: residencyZone }),
  };
}
