import { once } from "node:events";
import { createServer } from "node:net";
import type { Component } from "./component";
import { ClusterError } from "./failure";

/** The only address that anything listens on. */
export const LOOPBACK = "127.0.0.1";

/** Out of the registered and the ephemeral ranges' usual hot spots. */
export const DEFAULT_PORT_BASE = 26400;

/** Consecutive ports that belong to one region, those not in use yet included. */
const PORTS_PER_REGION = 10;

/** Components that listen on a TCP port; etcd listens on Unix sockets, which need no password. */
export type ListeningComponent = Exclude<Component, "etcd">;

const OFFSETS: Readonly<Record<ListeningComponent, number>> = {
  "kube-apiserver": 0,
  "kube-controller-manager": 1,
  "kube-scheduler": 2,
  kwok: 3,
  cockroachdb: 4,
};

/** The port of a region's component. */
export function portOf(
  portBase: number,
  regionIndex: number,
  component: ListeningComponent,
): number {
  return portBase + regionIndex * PORTS_PER_REGION + OFFSETS[component];
}

/** Beside those of the components: where a pod runner answers as every node's kubelet. */
const POD_RUNNER_OFFSET = 5;

/** The port of a region's pod runner. */
export const podRunnerPort = (portBase: number, regionIndex: number): number =>
  portBase + regionIndex * PORTS_PER_REGION + POD_RUNNER_OFFSET;

/** Ports below need root; there are none above. */
const PORT_RANGE = { first: 1024, last: 65535 };

/**
 * Makes sure that a region's ports exist.
 *
 * @throws ClusterError `bad-port-base`.
 */
export function assertPortsExist(portBase: number, regionIndex: number): void {
  const { first, last } = PORT_RANGE;
  const end = portOf(portBase, regionIndex + 1, "kube-apiserver") - 1;
  if (portBase >= first && end <= last) return;
  throw new ClusterError(
    "bad-port-base",
    `ports ${String(portBase)} to ${String(end)} are needed, but only ${String(first)} to ${String(last)} can be had: choose another --port-base, such as ${String(DEFAULT_PORT_BASE)}`,
  );
}

/**
 * Makes sure that nothing listens on a port.
 *
 * @param user what wants the port, for the error.
 * @throws ClusterError `port-busy`.
 */
export async function assertPortFree(port: number, user: string): Promise<void> {
  const server = createServer();
  server.listen({ port, host: LOOPBACK, exclusive: true });
  try {
    await once(server, "listening");
  } catch (cause) {
    throw new ClusterError(
      "port-busy",
      `port ${String(port)} on ${LOOPBACK} is taken, and ${user} needs it: end what listens there, or choose other ports with --port-base`,
      { cause },
    );
  }
  server.close();
  await once(server, "close");
}
