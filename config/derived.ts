import type { Region, Topology } from "./topology";

/**
 * Seconds from an intent's arrival to its deployment order, LLM calls included. It ties the two
 * ways of saying how much a region takes: 1,000 intents/min are 100 in flight.
 */
export const SECONDS_PER_INTENT = 6;

/**
 * Intents in flight at a region's full capacity (Little's law), at least 1.
 *
 * @param capacityIntentsPerMinute the region's capacity from the topology, in intents/min.
 */
export function intentsInFlight(capacityIntentsPerMinute: number): number {
  return Math.max(1, Math.round((capacityIntentsPerMinute * SECONDS_PER_INTENT) / 60));
}

/**
 * Whether two regions discover each other's services. A region of a residency zone discovers nothing,
 * and nobody is given a credential to look into it.
 */
export const discoverEachOther = (one: Region, other: Region): boolean =>
  one.name !== other.name && one.residencyZone === undefined && other.residencyZone === undefined;

/** Whether a region carries the global control plane: what looks at all regions, and its stand-by. */
export const hasGlobalControlPlane = ({ role }: Region): boolean =>
  role === "primary" || role === "dr";

/** Regions that samples of every region are written to, in the topology's order. */
export const controlPlaneRegions = ({ regions }: Topology): Region[] =>
  regions.filter(hasGlobalControlPlane);

/** The database of a residency zone, whose only regions are the zone's. */
export const zoneDatabase = (zone: string): string => `nephoran_${zone.replaceAll("-", "_")}`;

/**
 * Whether a region makes and migrates the database of its zone: the first of the zone's regions does,
 * so that nobody outside has to.
 */
export const answersForZone = ({ name, residencyZone }: Region, { regions }: Topology): boolean =>
  residencyZone !== undefined &&
  regions.find((region) => region.residencyZone === residencyZone)?.name === name;

/**
 * How far a region may grow: twice its replicas, so that it can carry a failed peer of its own size.
 */
export function hpaMaximum(minimumReplicas: number): number {
  return 2 * minimumReplicas;
}
