import { answersForZone, zoneDatabase } from "../../../config/derived";
import type { ProgramConfig } from "../../../config/program-config";
import type { SecretText } from "../../../config/secret-text";
import type { Region, Topology } from "../../../config/topology";
import type { Peers } from "../../../outputs/peers";
import { regionsOfZone } from "../../../routing/hosts";
import type { DatabaseBackup } from "../../../state/backups";
import type { ZoneUsers } from "../../../state/hba";
import { GLOBAL_DATABASE } from "../../../state/databases";
import {
  type JobFiles,
  type MigrationTarget,
  migrationFiles,
  regionsFiles,
} from "../../../state/job-scripts";
import type { RegionsOfDatabase } from "../../../state/region-steps";
import { zoneSyncUser } from "../../../state/roles";
import { settingsChecksum } from "../../workload/checksum";

/** What decides which Jobs a region has. All of it is known before anything is made. */
export interface SetUpConfig extends Pick<ProgramConfig, "topology" | "region" | "cockroachdb"> {
  readonly peers: Peers;
  /** Whether the region has been deployed before, so that a peer which is deployed next knows it. */
  readonly wasDeployed: boolean;
}

/** A Job that runs one of the scripts of `state/`. */
export interface ScriptJob {
  /** What it is for, which is the same for every content: `cockroachdb-regions`. */
  readonly purpose: string;
  /** Name of the Job: its purpose and a digest of its files. */
  readonly name: string;
  readonly script: string;
  readonly files: JobFiles;
  /** The licence that it hands to the cluster; absent: none. */
  readonly license?: SecretText;
}

/** The Jobs by which a region's part of the state store comes to be, each after the one before it. */
export interface SetUp {
  /** Whether the region initialises the cluster. */
  readonly initialises: boolean;
  /** Whether the engine waits until the region's nodes are live. */
  readonly waitsForNodes: boolean;
  readonly scripts: readonly ScriptJob[];
}

/** Where the Job finds the licence. */
export const LICENSE_DIRECTORY = "/license";
export const LICENSE_FILE = "license";

/**
 * The Jobs of a region. None waits for what only another stack can do: a region asks for its nodes once
 * the primary is there and can know where the region is, which it cannot before this region's second
 * deployment.
 */
export function setUp(config: SetUpConfig): SetUp {
  const { region, cockroachdb, peers, wasDeployed } = config;
  if (cockroachdb.mode === "existing") {
    return { initialises: false, waitsForNodes: false, scripts: scriptJobs(config) };
  }
  const initialises = region.role === "primary";
  const isLetIn =
    wasDeployed &&
    peers.some((peer) => peer.region.role === "primary" && peer.gatewayAddress !== null);
  const waitsForNodes = initialises || isLetIn;
  return { initialises, waitsForNodes, scripts: waitsForNodes ? scriptJobs(config) : [] };
}

/** A database that a region answers for. */
interface OwnDatabase extends MigrationTarget {
  readonly regions: RegionsOfDatabase;
}

/** Databases that the region makes and migrates: nobody outside of a zone does that for it. */
export function ownDatabases({ region, topology, peers }: SetUpConfig): OwnDatabase[] {
  const isThere = ({ name }: Region): boolean =>
    name === region.name ||
    peers.some((peer) => peer.region.name === name && peer.gatewayAddress !== null);
  const { residencyZone: zone } = region;
  const names = (regions: readonly Region[]): string[] =>
    regions.filter(isThere).map(({ name }) => name);
  return [
    ...(region.role === "primary"
      ? [
          {
            database: GLOBAL_DATABASE,
            regions: {
              name: GLOBAL_DATABASE,
              primary: region.name,
              regions: names(topology.regions),
              survives: "region",
            } as const,
          },
        ]
      : []),
    ...(zone !== undefined && answersForZone(region, topology)
      ? [
          {
            database: zoneDatabase(zone),
            zone,
            regions: {
              name: zoneDatabase(zone),
              primary: region.name,
              regions: names(regionsOfZone(zone, topology)),
              survives: "zone",
            } as const,
          },
        ]
      : []),
  ];
}

function scriptJobs(config: SetUpConfig): ScriptJob[] {
  const { region, topology, cockroachdb } = config;
  const own = ownDatabases(config);
  if (own.length === 0) return [];
  // It is one for the whole cluster.
  const license =
    cockroachdb.mode === "install" && region.role === "primary" ? cockroachdb.license : undefined;
  return [
    {
      ...scriptJob(
        "cockroachdb-regions",
        "regions.sh",
        regionsFiles({
          databases: own.map(({ regions }) => regions),
          ...(cockroachdb.mode === "install" && { zones: zoneUsers(topology) }),
          ...(license && { license: { path: `${LICENSE_DIRECTORY}/${LICENSE_FILE}` } }),
          backups: backupsOf(config, own),
        }),
      ),
      ...(license && { license }),
    },
    ...own.map(({ database, zone }) =>
      scriptJob(
        zone === undefined ? "cockroachdb-migrate" : `cockroachdb-migrate-${zone}`,
        "migrate.sh",
        migrationFiles({ database, ...(zone !== undefined && { zone }) }),
      ),
    ),
  ];
}

/** Who logs in as a zone's user does so from the zone's pods. */
const zoneUsers = (topology: Topology): ZoneUsers[] =>
  Object.keys(topology.residencyZones).map((zone) => ({
    name: zone,
    users: [zoneSyncUser(zone)],
    podCidrs: regionsOfZone(zone, topology).flatMap(({ podCidrs }) => podCidrs ?? []),
  }));

/** Digits of the digest in a Job's name. */
const DIGEST_LENGTH = 10;

const scriptJob = (purpose: string, script: string, files: JobFiles): ScriptJob => ({
  purpose,
  name: `${purpose}-${settingsChecksum(files).slice(0, DIGEST_LENGTH)}`,
  script,
  files,
});

function backupsOf(
  { region, cockroachdb }: SetUpConfig,
  own: readonly OwnDatabase[],
): DatabaseBackup[] {
  if (cockroachdb.mode === "existing" || cockroachdb.backup === undefined) return [];
  const { bucket, endpoint, full, incremental, region: bucketRegion } = cockroachdb.backup;
  return own.map(({ database }) => ({
    database,
    executedIn: region.name,
    bucket,
    endpoint,
    bucketRegion: bucketRegion ?? region.name,
    full,
    incremental,
  }));
}
