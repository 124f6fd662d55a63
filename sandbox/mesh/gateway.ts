import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Manifest } from "../../render/manifest";
import { regionFiles } from "../cluster/state-files";
import { writeFileAtomically } from "../processes/atomic-file";
import { awaitReady } from "../processes/readiness";
import type { ProcessRecord } from "../processes/record";
import { startProcess } from "../processes/start";
import { container, podSchema } from "./container";
import type { ControlPlane } from "./control-plane";
import { inside, type Namespaces, runInside } from "./namespaces";
import { podNetwork } from "./network";
import { httpProbe } from "./probe";
import type { Tunnel } from "./tunnel";

/** Programs and files that a gateway runs on. */
export interface ProxyBinaries {
  readonly pilotAgent: string;
  readonly envoy: string;
  /** Template of what Envoy starts with. */
  readonly bootstrap: string;
}

export interface GatewayPlace {
  readonly namespaces: Namespaces;
  readonly directory: string;
  readonly api: ControlPlane;
  readonly tunnel: Tunnel;
  readonly address: string;
  readonly istiodAddress: string;
}

/** Variables that are there in Istio's image, and what of Istio's build of Envoy is left out. */
const IMAGE = { ISTIO_META_ISTIO_VERSION: "1.31.0" };

const READY_BOUND_MS = 60_000;
const READINESS = { port: 15021, path: "/healthz/ready" };

/** Starts a gateway from its pod: the agent, and plain Envoy in place of Istio's build of it. */
export async function startGateway(
  binaries: ProxyBinaries,
  injectedPod: Manifest,
  place: GatewayPlace,
): Promise<ProcessRecord> {
  const { namespaces, directory, api, tunnel, address, istiodAddress } = place;
  const { region } = api;
  const pod = podSchema.parse(injectedPod);

  const root = join(regionFiles(directory, region).folder, pod.metadata.name);
  await mkdir(root, { recursive: true, mode: 0o700 });
  const { args, environment } = await container(pod, "istio-proxy", { root, address, api });
  const hosts = join(root, "hosts");
  await writeFileAtomically(
    hosts,
    `127.0.0.1 localhost\n${istiodAddress} istiod.istio-system.svc\n`,
  );
  const record = await startProcess(
    namespaces.processes,
    inside(
      namespaces,
      { pod: podNetwork(region, "gateway"), hosts },
      {
        name: gatewayProcess(region),
        command: binaries.pilotAgent,
        args,
        workingDirectory: root,
        environment: { ...IMAGE, ...environment, PROXY_CONFIG: proxyConfig(environment, binaries) },
      },
    ),
  );
  const probe = httpProbe(tunnel, address, READINESS.port, READINESS.path);
  await awaitReady(namespaces.processes, record, probe, { timeoutMs: READY_BOUND_MS });
  return record;
}

/** Name of a gateway's process. */
export const gatewayProcess = (region: string): string => `${region}-gateway`;

/** What a gateway's Envoy tells of itself, as JSON: a path of its administration interface. */
export async function askEnvoy(
  namespaces: Namespaces,
  { pilotAgent }: ProxyBinaries,
  region: string,
  path: string,
): Promise<unknown> {
  const place = { pod: podNetwork(region, "gateway") };
  const args = ["request", "GET", path];
  return JSON.parse(await runInside(namespaces, place, { command: pilotAgent, args }));
}

/** What istiod injected, with the places of files that are elsewhere than in Istio's image. */
function proxyConfig(
  environment: Readonly<Record<string, string>>,
  { envoy, bootstrap }: ProxyBinaries,
): string {
  const injectedConfig = z
    .record(z.string(), z.unknown())
    .parse(JSON.parse(environment["PROXY_CONFIG"] ?? "{}"));
  return JSON.stringify({
    ...injectedConfig,
    binaryPath: envoy,
    configPath: "./etc/istio/proxy",
    proxyBootstrapTemplatePath: bootstrap,
  });
}
