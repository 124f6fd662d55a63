import { regionNetwork } from "../cluster/network";
import type { Namespaces } from "./namespaces";
import { runInside } from "./namespaces";

/** Pods that really run in every region; each has a network namespace and an address of its own. */
export const pods = ["control-plane", "gateway", "processor"] as const;
export type PodName = (typeof pods)[number];

/** A pod's network namespace. */
export const podNetwork = (region: string, pod: PodName): string => `${region}-${pod}`;

/** A pod's address: `10.(index+1).0.2` and so on. */
export const podAddress = (regionIndex: number, pod: PodName): string =>
  `10.${regionIndex + 1}.0.${pods.indexOf(pod) + 2}`;

/** What callers from outside of all regions have. */
const OUTSIDE = "10.0.0.1";

/** Addresses of load balancers of all regions; those of pods and Services are in 10.0.0.0/8. See cluster/network.ts. */
const LOAD_BALANCERS = "198.18.0.0/16";

/**
 * The network as a shell script: one bridge, and on it a network namespace for each pod, which
 * reaches all others. To give an address of a Service to a pod's interface is all it takes to lead
 * there; see {@link serviceAddress}.
 */
export function networkScript(regions: readonly string[]): string {
  const plan = regions.flatMap((region, index) =>
    pods.map((pod) => ({ pod: podNetwork(region, pod), address: podAddress(index, pod) })),
  );
  return [
    "set -e",
    "mount -t tmpfs tmpfs /run",
    "mkdir /run/netns",
    "ip link set lo up",
    "ip link add bridge type bridge",
    `ip address add ${OUTSIDE}/8 dev bridge`,
    "ip link set bridge up",
    `ip route add ${LOAD_BALANCERS} dev bridge`,
    ...plan.flatMap(({ pod, address }, position) => [
      `ip netns add ${pod}`,
      `ip link add pod${position} type veth peer name eth0 netns ${pod}`,
      `ip link set pod${position} master bridge up`,
      ...[
        "ip link set lo up",
        `ip address add ${address}/8 dev eth0`,
        "ip link set eth0 up",
        `ip route add ${LOAD_BALANCERS} dev eth0`,
        // As a pod's securityContext sets it.
        "sysctl -qw net.ipv4.ip_unprivileged_port_start=0",
      ].map((command) => `nsenter --net=/run/netns/${pod} ${command}`),
    ]),
    ...regions.map(
      (region, index) =>
        `nsenter --net=/run/netns/${podNetwork(region, "control-plane")} ` +
        `ip address add ${regionNetwork(index).advertiseAddress}/32 dev eth0`,
    ),
  ].join("\n");
}

export async function makeNetwork(
  namespaces: Namespaces,
  regions: readonly string[],
): Promise<void> {
  await runInside(
    namespaces,
    {},
    { command: "/bin/sh", args: ["-s"], input: networkScript(regions) },
  );
}

/** Makes a Service's address lead to a pod. */
export async function serviceAddress(
  namespaces: Namespaces,
  network: string,
  address: string,
): Promise<void> {
  const args = ["address", "add", `${address}/32`, "dev", "eth0"];
  await runInside(namespaces, { pod: network }, { command: "ip", args });
}
