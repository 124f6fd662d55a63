import type { Pod } from "./pod";

/** The files of `/etc` that a pod's containers share, as a kubelet and a runtime make them. */
export function etcFiles(
  pod: Pod,
  { address, dns }: { readonly address: string; readonly dns: string },
): Readonly<Record<string, string>> {
  const { metadata, spec } = pod;
  const hostname = hostnameOf(pod);
  const domain =
    spec.subdomain === undefined
      ? []
      : [`${hostname}.${spec.subdomain}.${metadata.namespace}.svc.cluster.local`];
  const lines = (all: readonly string[]) => `${all.join("\n")}\n`;
  return {
    "/etc/hosts": lines([
      "127.0.0.1\tlocalhost",
      "::1\tlocalhost ip6-localhost ip6-loopback",
      `${address}\t${[...domain, hostname].join("\t")}`,
      ...spec.hostAliases.map(({ ip, hostnames }) => [ip, ...hostnames].join("\t")),
    ]),
    "/etc/hostname": lines([hostname]),
    "/etc/resolv.conf": lines([
      `search ${metadata.namespace}.svc.cluster.local svc.cluster.local cluster.local`,
      `nameserver ${dns}`,
      "options ndots:5",
    ]),
    "/etc/nsswitch.conf": lines(["hosts: files dns"]),
    "/etc/passwd": lines([
      "root:x:0:0:root:/root:/bin/sh",
      "nonroot:x:1000:1000:nonroot:/tmp:/bin/sh",
      "nobody:x:65534:65534:nobody:/:/bin/sh",
    ]),
    "/etc/group": lines(["root:x:0:", "nonroot:x:1000:", "nobody:x:65534:"]),
  };
}

/** A name of Linux has at most 64 bytes, so a longer one is cut as a kubelet cuts it. */
export const hostnameOf = ({ metadata, spec }: Pod): string =>
  (spec.hostname ?? metadata.name).slice(0, 63).replace(/[-.]+$/, "");
