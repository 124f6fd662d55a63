import { once } from "node:events";
import { request } from "node:http";
import type { IncomingMessage } from "node:http";
import type { ApiAccess, ApiClient } from "../../cluster/api-client";
import { addToKubeconfig } from "../../cluster/kubeconfig";
import { readFileIfPresent, writeFileAtomically } from "../../processes/atomic-file";
import type { Probe } from "../../processes/readiness";
import type { LiveNetwork } from "../network/network";
import { corefile, READY_PORT, type Zones } from "./corefile";
import type { DnsAddresses } from "./dns-addresses";
import { BORDER_FILE_NAMES, type BorderFiles } from "./folder";
import { ensureRunning, type StartBounds } from "./once-running";
import type { Tunnel } from "./tunnel";

/** A name server of a site. */
export interface DnsOptions {
  readonly network: LiveNetwork;
  readonly site: string;
  readonly address: string;
  readonly files: BorderFiles;
  /** Path of CoreDNS. */
  readonly binary: string;
  /** The domain that public names end in. */
  readonly domain: string;
  /** As whom it reads the region's Services, asked for as it is started; absent at no region. */
  readonly api?: () => Promise<ApiAccess>;
  readonly tunnel: Tunnel;
  readonly bounds: StartBounds;
}

/** Name of the process, and the last part of its pod's in the network. */
const COREDNS = "coredns";

/** Starts CoreDNS in a pod of the site, unless it runs, and waits until it knows all names. */
export async function startDns(options: DnsOptions): Promise<void> {
  const { network, site, address, files, binary, domain, api, tunnel, bounds } = options;
  const pod = `${site}-${COREDNS}`;
  await network.addPod(site, pod, address);
  const { hosts: hostsFile, dnsKubeconfig: kubeconfig, corefile: file } = BORDER_FILE_NAMES;
  const zones: Zones = { hostsFile, domain, ...(api && { kubeconfig }) };
  await writeFileAtomically(files.corefile, corefile(zones));
  if ((await readFileIfPresent(files.hosts)) === undefined) {
    await writeFileAtomically(files.hosts, "");
  }
  const spec = network.inside(
    { pod },
    {
      name: COREDNS,
      command: binary,
      args: ["-conf", file],
      workingDirectory: files.folder,
      environment: {},
    },
  );
  const prepare = async () => {
    if (api === undefined) return;
    const access = await api();
    await addToKubeconfig(files.dnsKubeconfig, [{ ...access, name: site, namespace: "default" }]);
  };
  await ensureRunning(files.processes, spec, readyAt(tunnel, address), { ...bounds, prepare });
}

function readyAt(tunnel: Tunnel, address: string): Probe {
  const where = `http://${address}:${String(READY_PORT)}/ready`;
  return async () => {
    try {
      const socket = await tunnel.connect(address, READY_PORT);
      const asking = request(where, { createConnection: () => socket });
      asking.end();
      const [answer] = (await once(asking, "response")) as [IncomingMessage];
      answer.resume();
      return answer.statusCode === 200
        ? { ready: true }
        : { ready: false, why: `${where} answers ${String(answer.statusCode)}` };
    } catch (error) {
      return { ready: false, why: error instanceof Error ? error.message : `${where} is silent` };
    }
  };
}

/** Makes the Service by which the region's pods ask for names. */
export async function applyDnsService(api: ApiClient, addresses: DnsAddresses): Promise<void> {
  const name = "kube-dns";
  const namespace = "/api/v1/namespaces/kube-system";
  const ports = [
    { name: "dns", protocol: "UDP", port: 53 },
    { name: "dns-tcp", protocol: "TCP", port: 53 },
  ];
  await api.apply(`${namespace}/services`, {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, labels: { "k8s-app": name } },
    // Without a selector: its pod is none of the region's.
    spec: { clusterIP: addresses.service, ports },
  });
  await api.apply("/apis/discovery.k8s.io/v1/namespaces/kube-system/endpointslices", {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { name, labels: { "kubernetes.io/service-name": name } },
    addressType: "IPv4",
    endpoints: [{ addresses: [addresses.pod], conditions: { ready: true } }],
    ports,
  });
}
