import { answersForZone, zoneDatabase } from "../../config/derived";
import type { StateConfig } from "../../config/state-config";
import type { Topology } from "../../config/topology";
import { GLOBAL_DATABASE } from "../databases";
import { zoneSyncUser } from "../roles";
import type { GlobalExpectation } from "./placement-checks";

/** What has to be true of a residency zone in the state store. */
export interface ZoneExpectation {
  /** Such as eu. */
  readonly zone: string;
  /** The zone's database, such as nephoran_eu. */
  readonly database: string;
  /** The zone's regions, the database's primary first. */
  readonly regions: readonly string[];
  /** Roles that log in from the zone's pods alone. */
  readonly users: readonly string[];
  /** Networks of these pods, in CIDR notation. */
  readonly podCidrs: readonly string[];
  /** The bucket within the zone that the database is backed up to; absent: it is not backed up. */
  readonly bucket?: string;
}

/** What has to be true of each residency zone of a topology, in the topology's order. */
export const zoneExpectations = (
  topology: Topology,
  stateOf: (region: string) => StateConfig | undefined,
): ZoneExpectation[] =>
  topology.regions
    .filter((region) => answersForZone(region, topology))
    .flatMap(({ name, residencyZone: zone }) => {
      if (zone === undefined) return [];
      const regions = topology.regions.filter((region) => region.residencyZone === zone);
      const cockroachdb = stateOf(name)?.cockroachdb;
      const bucket = cockroachdb?.mode === "install" ? cockroachdb.backup?.bucket : undefined;
      return [
        {
          zone,
          database: zoneDatabase(zone),
          regions: regions.map((region) => region.name),
          users: [zoneSyncUser(zone)],
          podCidrs: regions.flatMap(({ podCidrs }) => podCidrs ?? []),
          ...(bucket !== undefined && { bucket }),
        },
      ];
    });

/** What has to be true of the database of all regions. */
export const globalExpectation = ({ regions }: Topology): GlobalExpectation => ({
  database: GLOBAL_DATABASE,
  regions: [...regions]
    .sort((one, other) => Number(other.role === "primary") - Number(one.role === "primary"))
    .map(({ name }) => name),
});
