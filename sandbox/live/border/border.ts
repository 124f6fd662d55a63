import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Topology } from "../../../config/topology";
import { type ApiAccess, ApiClient } from "../../cluster/api-client";
import { readTokens } from "../../cluster/credentials";
import { apiserverPort, apiserverUrl } from "../../cluster/kube-apiserver";
import { LOOPBACK, podRunnerPort } from "../../cluster/ports";
import type { RegionPlan } from "../../cluster/region-plan";
import { socketPath, type RegionFiles } from "../../cluster/state-files";
import { readFileIfPresent, writeFileAtomically } from "../../processes/atomic-file";
import type { Probe } from "../../processes/readiness";
import type { LiveNetwork } from "../network/network";
import { roundTripMs } from "../network/round-trips";
import { accountAccess } from "./accounts";
import { dialThrough } from "./dial";
import { applyDnsService, startDns } from "./dns";
import { CLIENTS_DNS, dnsAddresses } from "./dns-addresses";
import { BorderError } from "./failure";
import { BORDER_FILE_NAMES, borderFiles, type BorderFiles, clientsFolder } from "./folder";
import { liveRegionFolder } from "../files";
import { publicNames } from "./hosts-file";
import { ensureRunning } from "./once-running";
import type { OutsideSettings } from "./outside-settings";
import { type Tunnel, TUNNEL_SOCKET, tunnelOf } from "./tunnel";

/** The site of those who are at no region. */
export const CLIENTS = "clients";

/** What borders of all sites need. */
export interface BorderOptions {
  readonly network: LiveNetwork;
  /** State folder of the live depth. */
  readonly directory: string;
  readonly topology: Topology;
  readonly binaries: { readonly coredns: string };
  readonly signal?: AbortSignal;
}

/** The border of one region. */
export interface RegionBorderOptions extends BorderOptions {
  readonly region: RegionPlan;
  /** Of its control plane, which runs. */
  readonly files: RegionFiles;
}

/** How the host and a region reach each other. */
export interface RegionBorder {
  readonly tunnel: Tunnel;
}

/**
 * Opens a region's border, or takes what of it runs: pods reach the API server, kubelets and Services,
 * the API server and this host reach pods, and names lead to addresses. It lasts until its processes are
 * stopped.
 *
 * @throws ProcessError, ClusterError, NetworkError, or the signal's reason.
 */
export async function openBorder(options: RegionBorderOptions): Promise<RegionBorder> {
  const { network, directory, region, binaries, topology, signal } = options;
  const files = borderFiles(liveRegionFolder(directory, region.name));
  const bounds = signal === undefined ? {} : { signal };
  const apiAddress = [region.network.advertiseAddress, String(apiserverPort({ plan: region }))];
  const { apiSocket, kubeletSocket } = BORDER_FILE_NAMES;
  const { tunnel, isNew } = await startInside(options, region.name, files, [
    ...[...apiAddress, apiSocket],
    ...[String(podRunnerPort(region.portBase, region.index)), kubeletSocket],
  ]);

  const admin = await adminAccess(options);
  const api = new ApiClient(admin);
  const dns = dnsAddresses(region.index);
  await applyDnsService(api, dns);
  await ensureRunning(files.processes, outsideSpec(files, options.files), reachesApi(options), {
    ...bounds,
    // What it knows of a network that is gone is of no use in the next one.
    anew: isNew,
    prepare: async () => {
      const access = await accountAccess(api, admin, "kube-proxy");
      await writeFileAtomically(files.settings, JSON.stringify(settingsOf(options, files, access)));
    },
  });
  await startDns({
    network,
    site: region.name,
    address: dns.pod,
    files,
    binary: binaries.coredns,
    domain: topology.domain,
    api: async () => ({
      ...(await accountAccess(api, admin, "coredns")),
      server: `https://${apiAddress.join(":")}`,
    }),
    tunnel,
    bounds,
  });
  return { tunnel };
}

/** Opens the border of those who are at no region: a way in, and names. */
export async function openClientsBorder(options: BorderOptions): Promise<RegionBorder> {
  const { network, directory, binaries, topology, signal } = options;
  const files = borderFiles(clientsFolder(directory));
  const { tunnel } = await startInside(options, CLIENTS, files, []);
  await startDns({
    network,
    site: CLIENTS,
    address: CLIENTS_DNS,
    files,
    binary: binaries.coredns,
    domain: topology.domain,
    tunnel,
    bounds: signal === undefined ? {} : { signal },
  });
  return { tunnel };
}

async function startInside(
  { network, signal }: BorderOptions,
  site: string,
  files: BorderFiles,
  regionArguments: readonly string[],
): Promise<{ tunnel: Tunnel; isNew: boolean }> {
  await mkdir(files.folder, { recursive: true, mode: 0o700 });
  const tunnel = tunnelOf(files.folder);
  const spec = network.inside(
    { site },
    program(files.folder, "inside", [TUNNEL_SOCKET, ...regionArguments]),
  );
  const probe: Probe = async () => {
    // Nobody listens there: to be refused is an answer of the tunnel's.
    const error: unknown = await tunnel.connect(LOOPBACK, 1).catch((cause: unknown) => cause);
    return error instanceof BorderError && error.code === "refused"
      ? { ready: true }
      : { ready: false, why: "nobody is at its socket" };
  };
  const isNew = await ensureRunning(files.processes, spec, probe, signal ? { signal } : {});
  return { tunnel, isNew };
}

const outsideSpec = (files: BorderFiles, region: RegionFiles) =>
  // Beside the API server, whose flags name its socket there.
  program(region.folder, "outside", [files.settings]);

function program(workingDirectory: string, name: "inside" | "outside", args: readonly string[]) {
  return {
    name: `border-${name}`,
    command: process.execPath,
    args: [join(__dirname, "start.mjs"), name, ...args],
    workingDirectory,
    environment: {},
  };
}

/** The outer half is ready once all of the ways work that lead through it. */
function reachesApi({ directory, region, files }: RegionBorderOptions): Probe {
  const tunnel = tunnelOf(liveRegionFolder(directory, region.name));
  const service = region.network.serviceCidr.replace(/\.0\/\d+$/, ".1");
  return async () => {
    try {
      (await tunnel.connect(service, 443)).destroy();
      const authority = `${service}:443`;
      (await dialThrough(socketPath(files.egressSocket), authority)).destroy();
      return { ready: true };
    } catch (error) {
      return { ready: false, why: error instanceof Error ? error.message : "no way leads in" };
    }
  };
}

function settingsOf(
  { directory, region, files, topology }: RegionBorderOptions,
  { folder, apiSocket, kubeletSocket }: BorderFiles,
  api: ApiAccess,
): OutsideSettings {
  const namesAt = (site: string) =>
    publicNames(topology, ({ name }) => (name === site ? 0 : roundTripMs(site, name)));
  return {
    directory,
    region: region.name,
    api,
    apiPort: apiserverPort({ plan: region }),
    kubeletPort: podRunnerPort(region.portBase, region.index),
    egressSocket: files.egressSocket,
    apiSocket,
    kubeletSocket,
    tunnelSocket: join(folder, TUNNEL_SOCKET),
    names: namesAt(region.name),
    clientsNames: namesAt(CLIENTS),
  };
}

/** @throws BorderError `not-open` if the region's control plane has not been started. */
async function adminAccess({ region, files }: RegionBorderOptions): Promise<ApiAccess> {
  const authority = await readFileIfPresent(files.authority);
  const tokens = await readTokens(files);
  if (authority === undefined || tokens === undefined) {
    throw new BorderError(
      "not-open",
      `${region.name} has no control plane to open a border for: start that first`,
    );
  }
  const server = apiserverUrl({ plan: region });
  return { region: region.name, server, authority, token: tokens.admin };
}
