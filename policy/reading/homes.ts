import { zoneDatabase } from "../../config/derived";
import type { PolicyContext, PolicyResource } from "../rule";
import { labelPaths } from "./bound-labels";
import { Field } from "./field";

/** Label with the tenant whose data an object holds or handles. */
export const TENANT_LABEL = "nephoran.io/tenant";

/** What bound data may not leave: a residency zone, or a single region. */
export interface Home {
  readonly name: string;
  /** Names of the regions in it, in the topology's order. */
  readonly regions: readonly string[];
}

type Whose = Pick<PolicyContext, "topology">;

/** The home of that name; `undefined` if the topology has neither such a zone nor such a region. */
export function homeCalled(name: string, { topology }: Whose): Home | undefined {
  const regions = topology.regions
    .filter((region) => region.name === name || region.residencyZone === name)
    .map((region) => region.name);
  return regions.length === 0 ? undefined : { name, regions };
}

/** All residency zones, with their regions. */
export const zonesOf = ({ topology }: Whose): Home[] =>
  Object.keys(topology.residencyZones).flatMap((zone) => homeCalled(zone, { topology }) ?? []);

/** The residency zone that the stack is in; `undefined` if it is in none. */
export const ownZone = ({ topology, region }: Pick<PolicyContext, "topology" | "region">) =>
  region.residencyZone === undefined ? undefined : homeCalled(region.residencyZone, { topology });

/** The residency zone of a region; `undefined` if it is in none, or there is no such region. */
export const zoneOfRegion = (name: string, { topology }: Whose): string | undefined =>
  topology.regions.find((region) => region.name === name)?.residencyZone;

/** Every tenant that is bound, with its home. */
export const boundTenants = ({
  topology,
  config,
}: Pick<PolicyContext, "topology" | "config">): Map<string, Home | undefined> =>
  new Map(
    Object.entries({ ...topology.tenants, ...config.tenants }).map(([tenant, { boundTo }]) => [
      tenant,
      homeCalled(boundTo, { topology }),
    ]),
  );

/**
 * What a resource may not leave: the home of the tenant that it is labelled with, or else the zone that
 * the stack is in; `undefined` if it is bound to nothing.
 */
export function homeOf(resource: PolicyResource, context: PolicyContext): Home | undefined {
  const tenants = boundTenants(context);
  if (tenants.size === 0) return ownZone(context);
  const named = labelPaths.flatMap((labels) => {
    const tenant = Field.of(resource).at(...labels, TENANT_LABEL).text;
    return (tenant === undefined ? undefined : tenants.get(tenant)) ?? [];
  });
  return named[0] ?? ownZone(context);
}

/** The zone that a database belongs to; `undefined` if it is no zone's. */
export const zoneOfDatabase = (database: string, context: Whose): Home | undefined =>
  zonesOf(context).find(({ name }) => zoneDatabase(name) === database);

/** `the zone eu (eu-west-1)`, for people. */
export const homeText = ({ name, regions }: Home): string =>
  regions.length === 1 && regions[0] === name
    ? `the region ${name}`
    : `the zone ${name} (${regions.join(", ")})`;
