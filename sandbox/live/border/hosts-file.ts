import { isIP } from "node:net";
import { type Region, type Topology } from "../../../config/topology";
import {
  MESH_DOMAIN,
  publicHost,
  publicRegionHost,
  publicZoneHost,
  regionsOfZone,
} from "../../../routing/hosts";
import type { ServiceEntry } from "./kubernetes-objects";

/** A name, and the addresses that are answered, in that order. */
export interface HostName {
  readonly host: string;
  readonly addresses: readonly string[];
}

/** A public name, and the regions whose entries it leads to. */
export interface PublicName {
  readonly host: string;
  readonly regions: readonly string[];
}

/**
 * The public names as somebody at a place has them answered: the nearest entry first.
 *
 * @param distance from that place, in whatever unit.
 */
export function publicNames(
  topology: Topology,
  distance: (region: Region) => number,
): PublicName[] {
  const zones = new Set(topology.regions.flatMap(({ residencyZone }) => residencyZone ?? []));
  const nearestFirst = (regions: readonly Region[]) =>
    [...regions].sort((a, b) => distance(a) - distance(b)).map(({ name }) => name);
  return [
    { host: publicHost(topology), regions: nearestFirst(topology.regions) },
    ...[...zones].map((zone) => ({
      host: publicZoneHost(zone, topology),
      regions: nearestFirst(regionsOfZone(zone, topology)),
    })),
    ...topology.regions.map(({ name }) => ({
      host: publicRegionHost(name, topology),
      regions: [name],
    })),
  ];
}

/** Public names with the addresses of those entries that have one. */
export function answersOf(
  names: readonly PublicName[],
  entries: ReadonlyMap<string, readonly string[]>,
): HostName[] {
  return names.map(({ host, regions }) => ({
    host,
    addresses: regions.flatMap((region) => entries.get(region) ?? []),
  }));
}

/**
 * Names of the mesh, which a sidecar would resolve by itself: each leads to the endpoints that Istio
 * has for it.
 *
 * @param resolve the addresses of a Service by its full name.
 */
export function meshNames(
  serviceEntries: Iterable<ServiceEntry>,
  resolve: (service: string) => readonly string[],
): HostName[] {
  return [...serviceEntries].flatMap(({ spec }) => {
    const addresses = spec.endpoints.flatMap(({ address }) =>
      address === undefined ? [] : isIP(address) === 0 ? resolve(address) : [address],
    );
    return spec.hosts
      .filter((host) => host.endsWith(`.${MESH_DOMAIN}`))
      .map((host) => ({ host, addresses }));
  });
}

/** In the format of /etc/hosts; a name without an address is left out. */
export function hostsFile(names: readonly HostName[]): string {
  const lines = names.flatMap(({ host, addresses }) => addresses.map((one) => `${one} ${host}\n`));
  return [...new Set(lines)].join("");
}
