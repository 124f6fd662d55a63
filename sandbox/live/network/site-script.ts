import { NETWORK_CIDRS, type SiteNetwork } from "./sites";

/** The device that a site's packets to other sites leave by; the router is its other end. */
export const WAN = "wan";

/**
 * Makes a site: a shell script for the network's first namespace. `$1` is the file of the site's
 * namespace.
 *
 * The site is a router between its pods. It has no link layer that they share: each pod has a veth
 * pair of its own, and a route with its one address leads there, so all that a pod sends passes the
 * site's rules, and a pod's routes go when the pair goes.
 */
export function siteScript(network: SiteNetwork): string {
  const { gateway, ownAddresses, podCidr, nodeCidrs, serviceCidrs } = network;
  const batch = [
    "link set lo up",
    ...[gateway, ...ownAddresses].map((address) => `address add ${address}/32 dev lo`),
    // Nobody waits for a pod that is not there, and none is looked for at another site.
    `route add unreachable ${podCidr}`,
    // What no rule translates arrives here, where nothing listens: the caller is refused.
    ...[...serviceCidrs, ...nodeCidrs].map(
      (cidr) => `route add local ${cidr} dev lo src ${gateway}`,
    ),
    `tuntap add dev ${WAN} mode tun`,
    `link set ${WAN} up txqueuelen 2000`,
    ...NETWORK_CIDRS.map((cidr) => `route add ${cidr} dev ${WAN} src ${gateway}`),
  ];
  const inSite = [
    ...settings({
      "ipv4/ip_forward": 1,
      // Packets of load balancers' clients have addresses of other sites, as in a cloud.
      "ipv4/conf/all/rp_filter": 0,
      "ipv4/conf/default/rp_filter": 0,
      "ipv4/conf/all/send_redirects": 0,
      "ipv4/conf/default/send_redirects": 0,
      // Whoever asks for a pod that is gone learns so each time, not once in a second.
      "ipv4/icmp_ratelimit": 0,
      "ipv4/ip_unprivileged_port_start": 0,
    }),
    withoutIpv6,
    `ip -batch - <<'END'`,
    ...batch,
    "END",
  ];
  return inNewNamespace(inSite);
}

/**
 * Makes a pod: a shell script for its site's namespace. `$1` is the file of the pod's namespace,
 * `$2` that of the site's, `$3` the pod's device at the site.
 */
export function podScript(address: string, gateway: string): string {
  const inPod = [
    // As a pod's securityContext may set it; here every pod has it.
    ...settings({ "ipv4/ip_unprivileged_port_start": 0 }),
    withoutIpv6,
    `ip -batch - <<END`,
    "link set lo up",
    "link add eth0 type veth peer name $3 netns $2",
    "link set eth0 up",
    `address add ${address}/32 dev eth0`,
    `route add default via ${gateway} dev eth0 onlink`,
    "END",
  ];
  return [
    inNewNamespace(inPod),
    `ip -batch - <<END`,
    "link set $3 up",
    `route add ${address}/32 dev $3`,
    "END",
  ].join("\n");
}

const withoutIpv6 =
  "! test -e /proc/sys/net/ipv6 || echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6";

function settings(values: Readonly<Record<string, number>>): string[] {
  return Object.entries(values).map(
    ([name, value]) => `echo ${String(value)} > /proc/sys/net/${name}`,
  );
}

/** A namespace that its file keeps; nothing of it is left if setting it up fails. */
function inNewNamespace(lines: readonly string[]): string {
  return [
    "set -e",
    // What an interrupted start left.
    'umount "$1" 2>/dev/null || true',
    ': > "$1"',
    `trap 'status=$?; test $status = 0 || { umount "$1"; rm -f "$1"; } 2>/dev/null; exit $status' EXIT`,
    `unshare --net="$1" /bin/sh -es -- "$@" <<'SETUP'`,
    ...lines,
    "SETUP",
  ].join("\n");
}
