import type { Container, Pod } from "./pod";

/** Where a pod is, as far as its containers may ask. */
export interface PodAddresses {
  readonly pod: string;
  readonly host: string;
}

/** What a node has, for containers that set no limit of their own. */
const NODE_RESOURCES: Readonly<Record<string, string>> = {
  cpu: "16",
  memory: "64Gi",
  "ephemeral-storage": "200Gi",
};

/**
 * A field as the downward API tells it.
 *
 * @returns undefined for a path that it does not know; an empty text for a label that is not there.
 */
export function fieldValue(pod: Pod, addresses: PodAddresses, path: string): string | undefined {
  const { metadata, spec } = pod;
  const keyed = /^metadata\.(labels|annotations)\['([^']+)'\]$/.exec(path);
  if (keyed !== null) {
    const [, of, key = ""] = keyed;
    return (of === "labels" ? metadata.labels : metadata.annotations)[key] ?? "";
  }
  switch (path) {
    case "metadata.name":
      return metadata.name;
    case "metadata.namespace":
      return metadata.namespace;
    case "metadata.uid":
      return metadata.uid;
    case "metadata.labels":
      return lines(metadata.labels);
    case "metadata.annotations":
      return lines(metadata.annotations);
    case "spec.nodeName":
      return spec.nodeName ?? "";
    case "spec.serviceAccountName":
      return spec.serviceAccountName;
    case "status.podIP":
    case "status.podIPs":
      return addresses.pod;
    case "status.hostIP":
    case "status.hostIPs":
      return addresses.host;
    default:
      return undefined;
  }
}

/** As a downwardAPI volume writes a map: sorted, and quoted as Go does it. */
function lines(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join("\n");
}

/** A reference to a container's resources, such as `limits.cpu` in units of `1m`. */
export interface ResourceRef {
  readonly resource: string;
  readonly divisor: string;
}

/** The amount in units of the divisor, rounded up; a limit that is not set is what the node has. */
export function resourceValue(
  { resources }: Container,
  { resource, divisor }: ResourceRef,
): string {
  const [kind, ...rest] = resource.split(".");
  const name = rest.join(".");
  const quantity =
    kind === "limits"
      ? (resources.limits?.[name] ?? NODE_RESOURCES[name])
      : (resources.requests?.[name] ?? resources.limits?.[name]);
  // An API server fills in a divisor of 0, which means 1.
  const unit = amount(divisor) || 1;
  return String(Math.ceil(amount(quantity ?? "0") / unit));
}

const SUFFIXES: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** A Kubernetes quantity as a number; NaN for what is none, which the API server refuses. */
export function amount(quantity: string): number {
  const [, digits = "", suffix = ""] = /^([0-9.]+(?:e[0-9]+)?)([A-Za-z]*)$/.exec(quantity) ?? [];
  // Rounds off what binary fractions add, so that 200m in units of 1m is 200.
  return Number((Number(digits || NaN) * (SUFFIXES[suffix] ?? NaN)).toPrecision(12));
}
