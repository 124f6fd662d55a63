import { discoverEachOther } from "../../config/derived";
import type { Region } from "../../config/topology";

/** The regions that a region discovers services in, and that discover its own. */
export const discoveryPeers = (region: Region, regions: readonly Region[]): Region[] =>
  regions.filter((other) => discoverEachOther(region, other));

/** True if other regions discover services of this one. */
export const isDiscovered = (region: Region, regions: readonly Region[]): boolean =>
  discoveryPeers(region, regions).length > 0;
