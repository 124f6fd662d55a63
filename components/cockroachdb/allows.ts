import type { Cockroachdb, CockroachdbBackup } from "../../config/state-config";
import { theWorld } from "../istio-mesh/control-plane-network";
import { GATEWAY, gatewaySelector } from "../istio-mesh/names";
import { scrapedByTls } from "../monitoring/scraped";
import { meshNamespaces, namespaces } from "../region-base/namespaces";
import { bucketAllows } from "../workload/bucket-allows";
import type { NetworkAllow, PodPeer } from "../workload/network-allow";
import { selectorOf } from "../workload/workload";
import { COCKROACHDB, COCKROACHDB_PORTS, SETUP } from "./names";

/** At a node; its proxy is left out of it, as the node does its own mutual TLS. */
const sqlOfNode = [{ port: COCKROACHDB_PORTS.sql, inMesh: false }];

/** At whoever calls a node. */
const sql = [{ port: COCKROACHDB_PORTS.sql }];

const podsOf = (app: string): PodPeer => ({
  namespace: namespaces.global,
  selector: selectorOf(app),
});

/** Who uses SQL, by the label `app`, and what for. */
export const sqlClients = {
  [SETUP]: "Jobs initialise the cluster, and make its regions, databases, tables and roles.",
  "state-synchronizer":
    "Intents, configuration and what became of them are kept in the state store.",
  "traffic-controller": "Failovers are written down in the state store.",
} as const;

export type SqlClient = keyof typeof sqlClients;

/** Lets a client out to where the region's state is kept. */
export const egressToSql = (client: SqlClient, { mode }: Cockroachdb): NetworkAllow => ({
  name: `to-${COCKROACHDB}`,
  direction: "egress",
  // The setting names a host, and a host is no network.
  peer: mode === "existing" ? theWorld : podsOf(COCKROACHDB),
  ports: sql,
  reason: sqlClients[client],
});

/** The gateway's part of how nodes of other regions come in. */
export const gatewayToNodes: NetworkAllow = {
  name: `to-${COCKROACHDB}`,
  direction: "egress",
  peer: podsOf(COCKROACHDB),
  ports: sql,
  reason: "Nodes of other regions are handed on to the region's own; only they see what is said.",
};

/** Every connection of the nodes, but for the one to other regions. */
export const nodeAllows = (backup: CockroachdbBackup | undefined): NetworkAllow[] => [
  ...(["ingress", "egress"] as const).map((direction) => ({
    name: direction === "ingress" ? "from-nodes" : "to-nodes",
    direction,
    peer: podsOf(COCKROACHDB),
    ports: sqlOfNode,
    reason: "Nodes of a region agree on what is true, and copy it among themselves.",
  })),
  {
    name: `from-${GATEWAY}`,
    direction: "ingress",
    peer: { namespace: meshNamespaces.ingress, selector: gatewaySelector },
    ports: sqlOfNode,
    reason: gatewayToNodes.reason,
  },
  ...Object.entries(sqlClients).map(([client, reason]): NetworkAllow => ({
    name: `from-${client}`,
    direction: "ingress",
    peer: podsOf(client),
    ports: sqlOfNode,
    reason,
  })),
  scrapedByTls(COCKROACHDB, COCKROACHDB_PORTS.http),
  ...(backup
    ? bucketAllows(backup, {
        bucket: "Each node writes its part of a backup to the bucket.",
        credentials: "Each node asks the cloud for its right to the bucket.",
      })
    : []),
];

/**
 * The way to other regions. The mesh needs no word of these networks: it knows the nodes by name, each
 * behind its region's gateway.
 */
export const nodesToRegions: NetworkAllow = {
  name: "to-regions",
  direction: "egress",
  // Load balancers change their addresses, and a host name is no network.
  peer: theWorld,
  ports: sql,
  reason: "Nodes reach those of other regions through the gateways there; certificates decide.",
};
