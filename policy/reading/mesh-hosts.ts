import {
  failoverHost,
  publicRegionHost,
  publicZoneHost,
  regionHost,
  zoneHost,
} from "../../routing/hosts";
import { zonesOf } from "./homes";
import type { PolicyContext } from "../rule";

type Whose = Pick<PolicyContext, "topology">;

/** Hosts of the mesh and the regions that may answer each of them, in the topology's order. */
export const answering = (context: Whose): ReadonlyMap<string, readonly string[]> => {
  const names = context.topology.regions.map(({ name }) => name);
  return new Map([
    ...names.map((name) => [regionHost(name), [name]] as const),
    ...names.map((name) => [failoverHost(name), names] as const),
    ...zonesOf(context).map(({ name, regions }) => [zoneHost(name), regions] as const),
  ]);
};

/** Hosts of the mesh that lead to a single region or a zone, and to nobody else. */
export const boundHosts = (context: Whose): ReadonlyMap<string, readonly string[]> =>
  new Map(
    [...answering(context)].filter(
      ([host]) => !context.topology.regions.some(({ name }) => failoverHost(name) === host),
    ),
  );

/** Public hosts that a region or a zone alone may answer. */
export const publicBoundHosts = (context: Whose): ReadonlyMap<string, readonly string[]> =>
  new Map([
    ...context.topology.regions.map(
      ({ name }) => [publicRegionHost(name, context.topology), [name]] as const,
    ),
    ...zonesOf(context).map(
      ({ name, regions }) => [publicZoneHost(name, context.topology), regions] as const,
    ),
  ]);

/**
 * Public hosts, and patterns that hold for one of them, which belong to a residency zone that the
 * region is not in.
 */
export function hostsOfOtherZones(context: Pick<PolicyContext, "topology" | "region">): string[] {
  const zoned = [...publicBoundHosts(context)].filter(
    ([, regions]) =>
      !regions.includes(context.region.name) && regions.some((name) => isInZone(name, context)),
  );
  return [...new Set(zoned.flatMap(([host]) => [host, ...wildcards(host)]))];
}

const isInZone = (name: string, context: Whose): boolean =>
  zonesOf(context).some(({ regions }) => regions.includes(name));

/** `*`, and `*.` before whatever a host ends in. */
const wildcards = (host: string): string[] => {
  const labels = host.split(".");
  return ["*", ...labels.slice(1).map((_, index) => `*.${labels.slice(index + 1).join(".")}`)];
};

/** Hosts of the mesh that nobody but these regions answers. */
export const hostsWithin = (regions: readonly string[], context: Whose): string[] =>
  [...answering(context)]
    .filter(([, answerers]) => answerers.every((name) => regions.includes(name)))
    .map(([host]) => host);
