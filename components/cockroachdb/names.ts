import { COCKROACHDB_PORT } from "../../config/state-config";
import { regionHost } from "../../routing/hosts";
import { namespaces } from "../region-base/namespaces";

/** Name of the StatefulSet, of the Service that its pods are named by, and of most around it. */
export const COCKROACHDB = "cockroachdb";

/** The Service that clients use. */
export const PUBLIC_SERVICE = `${COCKROACHDB}-public`;

/** Name of what sets up the state store: the `app` label and identity of all its Jobs. */
export const SETUP = `${COCKROACHDB}-setup`;

/** Ports of a node, TCP. */
export const COCKROACHDB_PORTS = {
  /** SQL, and what nodes say to each other. */
  sql: COCKROACHDB_PORT,
  /** Health, metrics and the console, HTTPS. */
  http: 8080,
} as const;

/** Name of the container's port of HTTP, which metrics are on too. */
export const NODE_METRICS_PORT_NAME: keyof typeof COCKROACHDB_PORTS = "http";

/**
 * Port of each node's Service that leads to its port of HTTP, TCP. It is a number of its own, since the
 * region's Prometheus sends by its proxy what goes to it, and past its proxy what goes to any pod's 8080.
 */
export const NODE_METRICS_PORT = 8090;

/** Where a container has what it proves itself by, as operators' commands name it. */
export const CERTIFICATES_DIRECTORY = "/cockroach/cockroach-certs";

/** Nodes of each region: a region goes on with two of them. */
export const NODES = 3;

/** Nodes of a peer that a starting node asks; one of them may be down. */
const ASKED_OF_A_PEER = 2;

/** Names of a region's pods. */
export const podNames: readonly string[] = Array.from(
  { length: NODES },
  (_, ordinal) => `${COCKROACHDB}-${ordinal}`,
);

/** By what a node is known to other regions: its certificate names it, their meshes resolve it. */
export const nodeHost = (region: string, pod: string): string =>
  `${pod}.${COCKROACHDB}.${regionHost(region)}`;

/** By what a node is known in its own region. */
export const localNodeHost = (pod: string): string => `${pod}.${COCKROACHDB}`;

/** The full name of a Service of the state store in the region's cluster. */
export const serviceHost = (service: string): string =>
  `${service}.${namespaces.global}.svc.cluster.local`;

/**
 * Whom a starting node asks for the cluster: its own region, and some of each other one. It depends on
 * the topology alone, so that a region which comes or goes restarts no node until the topology says so.
 */
export const joinList = (own: string, regions: readonly { readonly name: string }[]): string[] => [
  ...podNames.map((pod) => `${localNodeHost(pod)}:${COCKROACHDB_PORTS.sql}`),
  ...regions
    .filter(({ name }) => name !== own)
    .flatMap(({ name }) =>
      podNames
        .slice(0, ASKED_OF_A_PEER)
        .map((pod) => `${nodeHost(name, pod)}:${COCKROACHDB_PORTS.sql}`),
    ),
];
