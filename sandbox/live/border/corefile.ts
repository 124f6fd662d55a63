import { MESH_DOMAIN } from "../../../routing/hosts";

/** Port at which CoreDNS says whether it knows the region's Services. */
export const READY_PORT = 8181;

/** What a pod's names end in. */
export const CLUSTER_DOMAIN = "cluster.local";

/** How long an answer may be kept, s: short, so that what moves is followed. */
const TTL_SECONDS = 5;

/** What CoreDNS of a site answers from; files are relative to its working directory. */
export interface Zones {
  /** Names with their addresses, in the format of /etc/hosts. */
  readonly hostsFile: string;
  /** The domain that public names end in. */
  readonly domain: string;
  /** How it reads the region's Services; absent where there is no region. */
  readonly kubeconfig?: string;
}

/** CoreDNS' configuration: the cluster's names, those of the hosts file, and no others. */
export function corefile({ hostsFile, domain, kubeconfig }: Zones): string {
  const ttl = `ttl ${String(TTL_SECONDS)}`;
  return [
    ...(kubeconfig === undefined
      ? []
      : block(
          [CLUSTER_DOMAIN, "in-addr.arpa"],
          [
            `kubernetes ${CLUSTER_DOMAIN} in-addr.arpa {`,
            `  kubeconfig ${kubeconfig}`,
            `  ${ttl}`,
            "}",
          ],
        )),
    ...block(
      [domain, MESH_DOMAIN],
      [`hosts ${hostsFile} {`, `  ${ttl}`, "  reload 1s", "  no_reverse", "}"],
    ),
    // Nothing else can be reached from here, so nobody is asked.
    ...block(["."], ["template ANY ANY {", "  rcode NXDOMAIN", "}"]),
  ].join("\n");
}

const block = (zones: readonly string[], plugins: readonly string[]): string[] => [
  `${zones.join(" ")} {`,
  ...["errors", `ready :${String(READY_PORT)}`, ...plugins].map((line) => `  ${line}`),
  "}",
  "",
];
