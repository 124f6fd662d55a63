import type { RegionSettings } from "./region-settings";
import type { SecretText } from "./secret-text";

/** Storage that each replica of something has. */
export interface Storage {
  /** As a Kubernetes quantity. */
  readonly storageSize: string;
  /** Absent: the cluster's default. */
  readonly storageClass?: string;
}

/** The storage that a setting asks for. */
export const storageOf = ({
  storageSize,
  storageClass,
}: {
  readonly storageSize: string;
  readonly storageClass?: string | undefined;
}): Storage => ({ storageSize, ...(storageClass !== undefined && { storageClass }) });

/** Where the databases that a region answers for are backed up. */
export type CockroachdbBackup = NonNullable<RegionSettings["cockroachdbBackup"]>;

/** The region's nodes of the state store. */
export type Cockroachdb =
  | {
      readonly mode: "install";
      readonly version: string;
      readonly storage: Storage;
      /** Whole cores that each node may use. */
      readonly cpu: number;
      /** Memory that each node may use, as a Kubernetes quantity. */
      readonly memory: string;
      /** Absent: none, and CockroachDB throttles SQL once its grace period has ended. */
      readonly license?: SecretText;
      /** Absent: no backups. */
      readonly backup?: CockroachdbBackup;
    }
  /** Somebody else's: only databases, tables and roles are ours. */
  | { readonly mode: "existing"; readonly version: string; readonly host: string };

/** Port that CockroachDB takes SQL, and other nodes, on. */
export const COCKROACHDB_PORT = 26257;

/** Where the region's state is kept, and what carries it there. */
export interface StateConfig {
  readonly cockroachdb: Cockroachdb;
  /** Whether the state synchronizer runs; its objects are there anyway. */
  readonly stateSynchronizer: { readonly enabled: boolean };
}

/** Types what the region's state is kept in. Contradictions have been refused before. */
export function stateConfig(settings: RegionSettings): StateConfig {
  const { mode, host, version, cpu, memory } = settings.cockroachdb;
  const { cockroachdbLicense: license, cockroachdbBackup: backup } = settings;
  return {
    cockroachdb:
      mode === "existing" && host !== undefined
        ? { mode, version, host }
        : {
            mode: "install",
            version,
            storage: storageOf(settings.cockroachdb),
            cpu,
            memory,
            ...(license && { license }),
            ...(backup && { backup }),
          },
    stateSynchronizer: settings.stateSynchronizer,
  };
}
