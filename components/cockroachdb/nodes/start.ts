import type { Region, Topology } from "../../../config/topology";
import { CERTIFICATES_DIRECTORY, COCKROACHDB, COCKROACHDB_PORTS, joinList } from "../names";
import { regionHost } from "../../../routing/hosts";

/** Where a node keeps what it is for. */
export const DATA_DIRECTORY = "/cockroach/cockroach-data";

/** Environment variables of a node. */
export const nodeVariables = { pod: "POD", node: "NODE", zone: "ZONE" } as const;

export interface StartArgs {
  readonly region: Region;
  readonly topology: Topology;
  /** Memory that the node may use, as a Kubernetes quantity with a binary suffix. */
  readonly memory: string;
}

/**
 * Starts a node, as a shell script that ends up as the node itself.
 *
 * Options: https://www.cockroachlabs.com/docs/stable/cockroach-start
 */
export function startScript({ region, topology, memory }: StartArgs): string {
  const { pod, node, zone } = nodeVariables;
  const { sql, http } = COCKROACHDB_PORTS;
  const quarter = `${quarterInMebibytes(memory)}MiB`;
  return [
    "set -eu",
    // Clusters before Kubernetes 1.35 do not tell a pod its zone. A node's name never joins what may
    // fail apart, so replicas are spread at least over machines.
    `zone="\${${zone}:-$${node}}"`,
    "exec /cockroach/cockroach start \\",
    ...[
      `--certs-dir=${CERTIFICATES_DIRECTORY}`,
      `--store=path=${DATA_DIRECTORY}`,
      `--listen-addr=:${sql}`,
      `--http-addr=:${http}`,
      `--advertise-addr="$${pod}.${COCKROACHDB}.${regionHost(region.name)}:${sql}"`,
      `--locality-advertise-addr="region=${region.name}@$${pod}.${COCKROACHDB}:${sql}"`,
      `--locality="region=${region.name},zone=$zone"`,
      `--join=${joinList(region.name, topology.regions).join(",")}`,
      `--cache=${quarter}`,
      `--max-sql-memory=${quarter}`,
      // Nothing is read from, or written to, the node's own files by SQL.
      "--external-io-dir=disabled",
    ].map((option) => `  ${option} \\`),
    `  --log='${LOG_CONFIG}'`,
  ].join("\n");
}

/**
 * Values that came from clients are taken out of logs before they are written: to the pod's output as
 * JSON, and to bounded files on the volume, which support asks for. Logs leave a region more easily
 * than data.
 *
 * https://www.cockroachlabs.com/docs/stable/configure-logs
 */
const LOG_CONFIG =
  "{file-defaults: {redact: true, redactable: true, max-group-size: 20MiB}, " +
  "sinks: {stderr: {channels: all, filter: INFO, format: json, redact: true, redactable: true}}}";

/** MiB of each binary suffix. */
const MEBIBYTES = { Ki: 1 / 1024, Mi: 1, Gi: 1024, Ti: 1024 ** 2, Pi: 1024 ** 3 } as const;

/**
 * A quarter of an amount of memory: what CockroachDB's makers advise for its cache, and again for SQL.
 * The other half is for Go's own memory and peaks.
 *
 * @throws Error if the amount has no binary suffix, which the configuration does not let through.
 */
export function quarterInMebibytes(memory: string): number {
  const [, amount, suffix] = /^(\d+)(Ki|Mi|Gi|Ti|Pi)$/.exec(memory) ?? [];
  if (amount === undefined || suffix === undefined) {
    throw new Error(`${memory} is no amount of memory with a binary suffix.`);
  }
  return Math.floor((Number(amount) * MEBIBYTES[suffix as keyof typeof MEBIBYTES]) / 4);
}
