import { GATEWAY } from "../../../components/istio-mesh/names";
import { meshNamespaces } from "../../../components/region-base/namespaces";
import type { ServiceTranslation } from "../network/rules";
import { CLUSTER_DOMAIN } from "./corefile";
import { type HostName, meshNames } from "./hosts-file";
import type { EndpointSlice, Service, ServiceEntry } from "./kubernetes-objects";
import { addressesOf, endpointAddresses, serviceRules } from "./service-rules";

/** What of a region's objects a border follows, by `namespace/name`. */
export interface RegionObjects {
  readonly services: ReadonlyMap<string, Service>;
  readonly slices: ReadonlyMap<string, EndpointSlice>;
  readonly serviceEntries: ReadonlyMap<string, ServiceEntry>;
}

/** What follows from a region's objects. */
export interface RegionView {
  readonly rules: readonly ServiceTranslation[];
  /** Addresses at which the world reaches the region's gateway; none before it has been given one. */
  readonly entry: readonly string[];
  readonly meshNames: readonly HostName[];
}

export function regionView({ services, slices, serviceEntries }: RegionObjects): RegionView {
  const gateway = services.get(`${meshNamespaces.ingress}/${GATEWAY}`);
  const resolve = (host: string): readonly string[] => {
    const [, name, namespace] = SERVICE_HOST.exec(host) ?? [];
    const service = services.get(`${String(namespace)}/${String(name)}`);
    if (service === undefined) return [];
    const [clusterIp] = addressesOf(service);
    return clusterIp === undefined ? endpointAddresses(service, slices.values()) : [clusterIp];
  };
  return {
    rules: serviceRules(services.values(), slices.values()),
    entry: gateway?.status.loadBalancer.ingress.flatMap(({ ip }) => ip ?? []) ?? [],
    meshNames: meshNames(serviceEntries.values(), resolve),
  };
}

/** `name.namespace.svc.cluster.local`. */
const SERVICE_HOST = new RegExp(
  `^([^.]+)\\.([^.]+)\\.svc\\.${CLUSTER_DOMAIN.replace(".", "\\.")}$`,
);
