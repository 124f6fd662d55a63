import type { Region } from "../../config/topology";

/**
 * The regions that a region discovers services in, and that discover its own: all that are in no
 * residency zone. A region of a zone discovers nothing and is discovered by nobody.
 */
export const discoveryPeers = (region: Region, regions: readonly Region[]): Region[] =>
  region.residencyZone === undefined
    ? regions.filter(
        ({ name, residencyZone }) => name !== region.name && residencyZone === undefined,
      )
    : [];

/** True if other regions discover services of this one. */
export const isDiscovered = (region: Region, regions: readonly Region[]): boolean =>
  discoveryPeers(region, regions).length > 0;
