import type { ServiceTranslation } from "../network/rules";
import type { EndpointSlice, Service } from "./kubernetes-objects";

type Endpoint = ServiceTranslation["endpoints"][number];
type Port = Service["spec"]["ports"][number];

/** The label by which a slice belongs to a Service; see Kubernetes' API reference. */
const SERVICE_LABEL = "kubernetes.io/service-name";

/**
 * What a region translates addresses of Services to, as kube-proxy does: each port at the cluster IP
 * and at the load balancer's addresses, to the endpoints that are ready, or where none is to those
 * that still serve while they end. A Service without a cluster IP is not translated.
 *
 * @returns in an order that depends on nothing but the objects.
 */
export function serviceRules(
  services: Iterable<Service>,
  slices: Iterable<EndpointSlice>,
): ServiceTranslation[] {
  const slicesOf = byService(slices);
  const rules = [...services].flatMap((service): ServiceTranslation[] => {
    const addresses = addressesOf(service);
    const own = slicesOf.get(keyOf(service.metadata.namespace, service.metadata.name)) ?? [];
    return service.spec.ports.flatMap((port) => {
      const protocol = protocolOf(port);
      if (protocol === undefined) return [];
      const endpoints = endpointsOf(port, own);
      return addresses.map((address) => ({ address, port: port.port, protocol, endpoints }));
    });
  });
  return rules.sort(
    (a, b) => compare(a.address, b.address) || a.port - b.port || compare(a.protocol, b.protocol),
  );
}

function byService(slices: Iterable<EndpointSlice>): ReadonlyMap<string, readonly EndpointSlice[]> {
  const found = new Map<string, EndpointSlice[]>();
  for (const slice of slices) {
    const key = keyOf(slice.metadata.namespace, slice.metadata.labels[SERVICE_LABEL]);
    found.set(key, [...(found.get(key) ?? []), slice]);
  }
  return found;
}

/** Where a Service is reached by address; nowhere if it is but a name. */
export function addressesOf({ spec, status }: Service): string[] {
  const { clusterIP, type } = spec;
  if (clusterIP === undefined || clusterIP === "" || clusterIP === "None") return [];
  const ingress = type === "LoadBalancer" ? status.loadBalancer.ingress : [];
  return [...new Set([clusterIP, ...ingress.flatMap(({ ip }) => ip ?? [])])];
}

/** Addresses of a Service's pods, ready or not: what its name leads to if it has no address itself. */
export function endpointAddresses(
  { metadata }: Service,
  slices: Iterable<EndpointSlice>,
): readonly string[] {
  const own = byService(slices).get(keyOf(metadata.namespace, metadata.name)) ?? [];
  return own.flatMap(({ endpoints }) => endpoints.flatMap(({ addresses }) => addresses));
}

/** Endpoints of slices that take new connections at a port of their Service. */
function endpointsOf({ name, protocol }: Port, slices: readonly EndpointSlice[]): Endpoint[] {
  const all = slices
    .filter(({ addressType }) => addressType === "IPv4")
    .flatMap(({ endpoints, ports }) =>
      ports
        // A target port by name can be another one in each slice.
        .filter((port) => port.name === name && port.protocol === protocol)
        .flatMap(({ port }) => (port == null ? [] : endpoints.map((each) => ({ ...each, port })))),
    );
  // What is not said of readiness counts as true.
  const ready = all.filter(({ conditions }) => conditions.ready ?? true);
  const ending = all.filter(
    ({ conditions }) => conditions.terminating === true && (conditions.serving ?? true),
  );
  return distinct(
    (ready.length > 0 ? ready : ending).flatMap(({ addresses, port }) =>
      addresses.map((address) => ({ address, port })),
    ),
  );
}

/** A pod is in two slices while one is split. */
function distinct(endpoints: readonly Endpoint[]): Endpoint[] {
  const byPlace = new Map(
    endpoints.map((endpoint) => [`${endpoint.address}:${String(endpoint.port)}`, endpoint]),
  );
  return [...byPlace.values()].sort((a, b) => compare(a.address, b.address) || a.port - b.port);
}

function protocolOf({ protocol }: Port): ServiceTranslation["protocol"] | undefined {
  return protocol === "TCP" ? "tcp" : protocol === "UDP" ? "udp" : undefined;
}

const keyOf = (namespace: string, service: string | undefined): string =>
  `${namespace}/${service ?? ""}`;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
