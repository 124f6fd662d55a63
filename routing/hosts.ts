import type { Region, Topology } from "../config/topology";

/** What all names inside the mesh end in, whatever domain the world knows the system by. */
export const MESH_DOMAIN = "nephoran.local";

/**
 * Exactly this region, whatever its state: for probes, and for what is bound to it. It is also the
 * region's trust domain, which its CA cannot speak beyond.
 */
export const regionHost = (region: string): string => `${region}.${MESH_DOMAIN}`;

/** This region first, and behind it in order whoever else may do its work. */
export const failoverHost = (region: string): string => `${region}.failover.${MESH_DOMAIN}`;

/** The regions of a residency zone and nobody else: for what is bound to the zone. */
export const zoneHost = (zone: string): string => `${zone}.${MESH_DOMAIN}`;

/** What the world calls the system; answered by whichever entry is nearest. */
export const publicHost = ({ domain }: Pick<Topology, "domain">): string => domain;

/** What the world calls one region, which alone answers. */
export const publicRegionHost = (region: string, { domain }: Pick<Topology, "domain">): string =>
  `${region}.${domain}`;

/** What the world calls a residency zone; only its regions hold the certificate. */
export const publicZoneHost = (zone: string, { domain }: Pick<Topology, "domain">): string =>
  `${zone}.${domain}`;

/** Every public host that a region answers, and so all that its certificate has to name. */
export const publicHosts = (
  { name, residencyZone }: Pick<Region, "name" | "residencyZone">,
  topology: Pick<Topology, "domain">,
): string[] => [
  publicHost(topology),
  publicRegionHost(name, topology),
  ...(residencyZone === undefined ? [] : [publicZoneHost(residencyZone, topology)]),
];

/** The regions of a residency zone. */
export const regionsOfZone = (zone: string, { regions }: Topology): Region[] =>
  regions.filter(({ residencyZone }) => residencyZone === zone);

/** Port of every host of the mesh above, TCP: the listener of gateways for gateways. */
export const PEERS_PORT = 14443;
