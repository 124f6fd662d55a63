import type { Region, Topology } from "../config/topology";
import { greatCircle } from "./distance";
import { failoverHost, regionHost, regionsOfZone, zoneHost } from "./hosts";

/** A host of the mesh, and who answers it. */
export interface MeshHost {
  readonly host: string;
  /** The first that is well gets the requests. */
  readonly regions: readonly Region[];
}

/**
 * Every host that an entry may send requests to, by the topology alone: each region by itself, each
 * region with all others behind it, and the entry's own residency zone. The named region is first,
 * then whoever is nearest to the entry, which has the request; so the entry itself is never behind
 * another that it could fall back on.
 *
 * @throws Error if the topology has no such region.
 */
export function meshHosts(topology: Topology, entry: string): MeshHost[] {
  const { regions } = topology;
  const own = regions.find(({ name }) => name === entry);
  if (own === undefined) throw new Error(`The topology has no region ${entry}.`);
  const near = nearestFirst(own, regions);
  const zone = own.residencyZone;
  return [
    ...regions.map((region) => ({ host: regionHost(region.name), regions: [region] })),
    ...regions.map((region) => ({
      host: failoverHost(region.name),
      regions: [region, ...near.filter(({ name }) => name !== region.name)],
    })),
    ...(zone === undefined
      ? []
      : [{ host: zoneHost(zone), regions: nearestFirst(own, regionsOfZone(zone, topology)) }]),
  ];
}

/** Regions by their distance from one of them, and by priority where that is the same. */
const nearestFirst = ({ name, location }: Region, regions: readonly Region[]): Region[] => {
  const distance = (other: Region): number =>
    other.name === name ? -1 : greatCircle(location, other.location);
  return [...regions].sort(
    (one, other) => distance(one) - distance(other) || one.priority - other.priority,
  );
};

/** What makes Envoy ask one region after the other, as ServiceEntry and DestinationRule say it. */
export interface Tiers {
  /** Labels of each endpoint, in the order of preference. */
  readonly labels: readonly Readonly<Record<string, string>>[];
  /** `failoverPriority` of the DestinationRule; empty for a single endpoint. */
  readonly failoverPriority: readonly string[];
}

/**
 * Tiers for a number of endpoints in the order of preference. Istio counts how many of the labels
 * match from the first one on, so the endpoints of a tier carry those of all tiers behind it too.
 */
export function tiersOf(endpoints: number): Tiers {
  const last = Math.max(0, endpoints - 1);
  const labels = Array.from({ length: endpoints }, (_, endpoint) =>
    Object.fromEntries(
      Array.from({ length: last }, (_, tier) => [label(tier), endpoint <= tier ? IN : OUT]),
    ),
  );
  const failoverPriority = Array.from({ length: last }, (_, tier) => `${label(tier)}=${IN}`);
  return { labels, failoverPriority: failoverPriority.reverse() };
}

const label = (tier: number): string => `tier${tier}`;
const IN = "in";
const OUT = "out";
