import type { PolicyContext } from "../rule";
import type { Home } from "./homes";

/** How large clouds name their regions: us-east-1, us-gov-west-1, europe-west4, westeurope. */
const CLOUD_REGIONS = [
  /(?<![a-z0-9])[a-z]{2,}(?:-gov)?-(?:north|south|east|west|central)(?:east|west)?-?\d{1,2}(?!\d)/g,
  /(?<![a-z])(?:north|south|east|west|central)+(?:us|europe|asia|india)\d?(?![a-z0-9])/g,
];

/** Regions of clouds, and of the topology, that a text such as a host names. */
export function placesIn(text: string, { topology }: Pick<PolicyContext, "topology">): string[] {
  const lower = text.toLowerCase();
  const own = topology.regions
    .map(({ name }) => name)
    .filter((name) => new RegExp(`(?<![a-z0-9-])${name}(?![0-9-])`).test(lower));
  const clouds = CLOUD_REGIONS.flatMap((pattern) => lower.match(pattern) ?? []);
  return [...new Set([...own, ...clouds])];
}

/** True for a region of a home, and for a region of a cloud that is configured to be inside of it. */
export const isPlaceIn = (
  place: string,
  { name, regions }: Home,
  { config }: Pick<PolicyContext, "config">,
): boolean =>
  regions.includes(place) ||
  (Object.hasOwn(config.zonePlaces, name) && (config.zonePlaces[name] ?? []).includes(place));

/** Places that a text names and that are outside of a home. */
export const placesOutside = (
  text: string,
  home: Home,
  context: Pick<PolicyContext, "topology" | "config">,
): string[] => placesIn(text, context).filter((place) => !isPlaceIn(place, home, context));

/** Hosts and buckets that are configured to be inside of a home. */
export const hostsInside = (
  { name }: Home,
  { config }: Pick<PolicyContext, "config">,
): readonly string[] =>
  Object.hasOwn(config.zoneHosts, name) ? (config.zoneHosts[name] ?? []) : [];
