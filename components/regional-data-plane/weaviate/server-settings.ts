import type { ProgramConfig } from "../../../config/program-config";
import { METRICS_PORTS } from "../../monitoring/scraped";
import { namespaces } from "../../region-base/namespaces";
import { WEAVIATE } from "./client";

/** Headless Service by which replicas find each other. */
export const PEERS_SERVICE = `${WEAVIATE}-headless`;

export const DATA_DIRECTORY = "/var/lib/weaviate";

/** The user behind every accepted key. */
const USER = "nephoran";

/** Replicas that elect a leader: a majority of three lives on without one of them. */
const VOTERS = [0, 1, 2].map((ordinal) => `${WEAVIATE}-${ordinal}`);

/** Ports that replicas talk to each other on. */
export const PEER_PORTS = { gossip: 7946, data: 7947, raft: 8300, raftRpc: 8301 } as const;

/**
 * How every replica of the vector store is set up, but for its name and its secrets. None of it
 * changes with the number of replicas, so that one more restarts none.
 *
 * The variables: https://docs.weaviate.io/deploy/configuration/env-vars
 */
export function serverSettings({
  region,
  weaviate: { backup },
}: Pick<ProgramConfig, "region" | "weaviate">): Record<string, string> {
  return {
    PERSISTENCE_DATA_PATH: DATA_DIRECTORY,
    CLUSTER_JOIN: `${PEERS_SERVICE}.${namespaces.system}.svc`,
    CLUSTER_GOSSIP_BIND_PORT: String(PEER_PORTS.gossip),
    CLUSTER_DATA_BIND_PORT: String(PEER_PORTS.data),
    RAFT_PORT: String(PEER_PORTS.raft),
    RAFT_INTERNAL_RPC_PORT: String(PEER_PORTS.raftRpc),
    RAFT_JOIN: VOTERS.join(","),
    RAFT_BOOTSTRAP_EXPECT: String(VOTERS.length),
    RAFT_BOOTSTRAP_TIMEOUT: "600",
    REPLICATION_MINIMUM_FACTOR: String(VOTERS.length),
    // Vectors come with what is stored: the store itself calls no model.
    DEFAULT_VECTORIZER_MODULE: "none",
    AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED: "false",
    AUTHENTICATION_APIKEY_ENABLED: "true",
    AUTHENTICATION_APIKEY_USERS: USER,
    AUTHORIZATION_ADMINLIST_ENABLED: "true",
    AUTHORIZATION_ADMINLIST_USERS: USER,
    DISABLE_TELEMETRY: "true",
    PROMETHEUS_MONITORING_ENABLED: "true",
    PROMETHEUS_MONITORING_PORT: String(METRICS_PORTS.weaviate),
    // One series for all classes: their names are the tenants'.
    PROMETHEUS_MONITORING_GROUP: "true",
    GOMEMLIMIT: "7GiB",
    ...(backup && {
      ENABLE_MODULES: "backup-s3",
      BACKUP_S3_BUCKET: backup.bucket,
      BACKUP_S3_PATH: region.name,
      BACKUP_S3_ENDPOINT: backup.endpoint,
    }),
  };
}
