import { tokenIssuerOf } from "../config/token-issuer";
import type { Topology } from "../config/topology";
import { publicRegionHost, publicZoneHost, regionHost, regionsOfZone, zoneHost } from "./hosts";
import type { HttpMatch } from "./http-route";

/** Claims of tokens that routing and the processors go by. */
export const claims = {
  tenant: "tenant",
  residencyZone: "residency_zone",
  location: "location",
} as const;

/** Requests that may be worked on in some regions only, by what their verified tokens say. */
export interface Binding {
  /** What they are bound to, a residency zone or a region. */
  readonly home: string;
  /** Who may work on them. */
  readonly regions: readonly string[];
  /** Host of the mesh that leads to these regions alone. */
  readonly host: string;
  /** Host that the world reaches these regions by. */
  readonly publicHost: string;
  /** Tokens that are bound so; one of these has to hold. */
  readonly tokens: readonly HttpMatch[];
}

/** What binds requests, seen from the region that they enter by. */
export interface Bindings {
  readonly entry: string;
  readonly all: readonly Binding[];
}

/**
 * The bindings of a topology. A claim of a residency zone counts only from issuers of the zone's own
 * regions: nobody else knows who lives there. A tenant's claim counts from every issuer, since all it
 * can do is bind a request more tightly.
 */
export function bindingsOf(topology: Topology, entry: string): Bindings {
  const homes = [
    // The narrower first: a request of both goes to the region within the zone.
    ...topology.regions.map(({ name }): Omit<Binding, "tokens"> => ({
      home: name,
      regions: [name],
      host: regionHost(name),
      publicHost: publicRegionHost(name, topology),
    })),
    ...Object.keys(topology.residencyZones).map((zone): Omit<Binding, "tokens"> => ({
      home: zone,
      regions: regionsOfZone(zone, topology).map(({ name }) => name),
      host: zoneHost(zone),
      publicHost: publicZoneHost(zone, topology),
    })),
  ];
  const all = homes.map((home) => ({
    ...home,
    tokens: [...zoneTokens(home.home, topology), ...tenantTokens(home.home, topology)],
  }));
  return { entry, all: all.filter(({ tokens }) => tokens.length > 0) };
}

/** Whether requests may be bound to a region: by its residency zone, or by a tenant. */
export const isHome = (region: string, topology: Topology): boolean =>
  bindingsOf(topology, region).all.some(({ regions }) => regions.includes(region));

const zoneTokens = (zone: string, topology: Topology): HttpMatch[] =>
  regionsOfZone(zone, topology).map((region) =>
    withClaims({ iss: tokenIssuerOf(region, topology).issuer, [claims.residencyZone]: zone }),
  );

const tenantTokens = (home: string, { tenants }: Topology): HttpMatch[] =>
  Object.entries(tenants)
    .filter(([, { boundTo }]) => boundTo === home)
    .map(([tenant]) => withClaims({ [claims.tenant]: tenant }));

const withClaims = (values: Readonly<Record<string, string>>): HttpMatch => ({
  headers: Object.fromEntries(
    Object.entries(values).map(([claim, exact]) => [`@request.auth.claims.${claim}`, { exact }]),
  ),
});
