import { readFile } from "node:fs/promises";
import { once } from "node:events";
import { mkdir, rm } from "node:fs/promises";
import { LOOPBACK } from "../../cluster/ports";
import { type DnsAddresses, dnsAddresses } from "../border/dns-addresses";
import { tunnelOf } from "../border/tunnel";
import type { LiveTools } from "../images/tools";
import { attachNetwork, type LiveNetwork } from "../network/network";
import { PodApi, STRATEGIC_MERGE } from "./api";
import { answerMetrics } from "./kubelet/metrics";
import { Reviews } from "./kubelet/reviews";
import { kubeletServer } from "./kubelet/server";
import { proc } from "./metrics/proc";
import { UsageSampler } from "./metrics/usage-sampler";
import { hostFiles } from "./pod-files";
import type { PodNetwork, RegionContext } from "./region-context";
import { PodRunner } from "./runner";
import { runnerFiles } from "./runner-files";
import { runnerSettingsSchema } from "./runner-settings";
import { toolsInside } from "./tool-binds";

/** What containers may take to end when their runner is stopped, in ms. */
const SHUT_DOWN_GRACE_MS = 3_000;

/**
 * Runs the pods of one region until SIGTERM, and then ends them.
 *
 * @param file of its settings.
 * @param entryOf which images are known.
 */
export async function runPods(file: string, entryOf: RegionContext["entryOf"]): Promise<void> {
  const settings = runnerSettingsSchema.parse(JSON.parse(await readFile(file, "utf8")));
  const { region, regionIndex, directory, kubelet } = settings;
  const files = runnerFiles(directory, region);
  await rm(files.pods, { recursive: true, force: true });
  await mkdir(files.pods, { recursive: true, mode: 0o700 });
  const network = await attachNetwork(directory);
  const api = new PodApi({ region, ...settings.api }, log);
  const dns = dnsAddresses(regionIndex);
  const runner = new PodRunner(
    {
      region,
      api,
      network: podNetwork(region, files.folder, network, dns),
      entryOf,
      programs: toolsInside(settings.tools as LiveTools),
      kubernetes: { host: `10.96.${String(4 * regionIndex)}.1`, port: 443 },
      dns,
      pods: files.pods,
      claims: files.claims,
      host: await hostFiles(),
      log,
    },
    regionIndex,
  );
  const usage = new UsageSampler(() => runner.runs, proc);
  const reviews = new Reviews(api);
  const server = kubeletServer({
    certificate: await readFile(kubelet.certificate, "utf8"),
    key: await readFile(kubelet.key, "utf8"),
    pod: (namespace, name) => runner.worker(namespace, name),
    metrics: (asked) => answerMetrics(asked, { reviews, nodes: runner.nodes, usage }),
    log,
  }).listen(kubelet.port, LOOPBACK);
  await once(server, "listening");
  await announceKubelet(api, await runner.nodes.names(), kubelet.port);
  const ending = new AbortController();
  const running = runner.run(ending.signal);
  await Promise.race([once(process, "SIGTERM"), once(process, "SIGINT"), running]);
  ending.abort();
  await runner.shutDown(SHUT_DOWN_GRACE_MS);
  process.exit(0);
}

/** One line of the runner's log. */
function log(trouble: unknown): void {
  const text = trouble instanceof Error ? trouble.message : String(trouble);
  console.error(`${new Date().toISOString()} ${text}`);
}

/** Tells the API server that the kubelet of every node is this process. */
async function announceKubelet(api: PodApi, nodes: readonly string[], port: number): Promise<void> {
  const object = { status: { daemonEndpoints: { kubeletEndpoint: { Port: port } } } };
  await Promise.all(
    nodes.map((node) =>
      api.call("PATCH", `/api/v1/nodes/${node}/status`, { object, contentType: STRATEGIC_MERGE }),
    ),
  );
}

function podNetwork(
  site: string,
  folder: string,
  network: LiveNetwork,
  dns: DnsAddresses,
): PodNetwork {
  const tunnel = tunnelOf(folder);
  return {
    addPod: (pod, address) => network.addPod(site, pod, address),
    removePod: (pod) => network.removePod(pod),
    captureInbound: (pod, exceptPorts) => network.captureInbound(pod, exceptPorts),
    captureOutbound: (pod, capture) => network.captureOutbound(pod, capture),
    captureNames: (pod, port) => network.redirectDns(pod, dns.service, port),
    inside: (pod, program) =>
      network.inside({ pod }, { name: pod, workingDirectory: "/", ...program }),
    connect: (host, port) => tunnel.connect(host, port),
  };
}
