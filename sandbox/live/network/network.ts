import { mkdir, rm } from "node:fs/promises";
import { z } from "zod";
import { readFileIfPresent, writeFileAtomically } from "../../processes/atomic-file";
import { awaitReady } from "../../processes/readiness";
import {
  isRunning,
  type ProcessRecord,
  type ProcessSpec,
  readRecord,
} from "../../processes/record";
import { isSame, startProcess } from "../../processes/start";
import { stopProcess } from "../../processes/stop";
import { assertAvailable } from "./availability";
import { NetworkError } from "./failure";
import { HOLDER, type NetworkFiles, networkFiles, runningHolder, startHolder } from "./holder";
import { killAll, namespaceIds } from "./leftovers";
import { type Command, type Entrance, inside, type Place, runInside } from "./place";
import { addAddress, addPod, assertName, removePod } from "./pods";
import { defaultLinks } from "./round-trips";
import { answers, type Router, routerAt } from "./router";
import { routerSpec, ROUTER } from "./router-process";
import {
  captureInbound,
  captureOutbound,
  type OutboundCapture,
  redirectDns,
  type ServiceTranslation,
  setServices,
} from "./rules";
import { addSite } from "./site";
import type { Site } from "./sites";

export interface NetworkOptions {
  /** The state folder of the live depth. */
  readonly directory: string;
  readonly sites: readonly Site[];
  /** Path of `sandbox-network`. */
  readonly binary: string;
  readonly signal?: AbortSignal;
}

/** Pods with an address each, at sites that are as far apart as the router says. */
export interface LiveNetwork {
  readonly sites: readonly Site[];
  /**
   * The same process in the network's user and mount namespace and in the network namespace of a
   * site or a pod. Its process id is that of the program.
   */
  inside(place: Place, spec: ProcessSpec): ProcessSpec;
  /**
   * Runs a short command inside.
   *
   * @returns its standard output.
   * @throws NetworkError `command` with its standard error.
   */
  run(place: Place, command: Command): Promise<string>;
  /**
   * Gives a pod a network namespace and an address. One that is there with the same address stays;
   * one with another is replaced.
   *
   * @param name unique in all sites, at most 60 characters.
   * @throws NetworkError `bad-name`, or `command`, for example if another pod has the address.
   */
  addPod(site: string, name: string, address: string): Promise<void>;
  /** Takes a pod off the network, if it is there; what still runs in it is cut off. */
  removePod(name: string): Promise<void>;
  /** Gives a pod a further address. */
  addAddress(name: string, address: string): Promise<void>;
  /** Leads TCP connections to a pod, from elsewhere, to Envoy's port 15006. */
  captureInbound(name: string, exceptPorts: readonly number[]): Promise<void>;
  /** Leads TCP connections that a pod begins to Envoy's port 15001; at once, in place of before. */
  captureOutbound(name: string, capture: OutboundCapture): Promise<void>;
  /** Leads a pod's own DNS questions to one address to a port of the pod instead. */
  redirectDns(name: string, address: string, port: number): Promise<void>;
  /** Replaces, at once, all that a site translates addresses of Services to. */
  setServices(site: string, services: readonly ServiceTranslation[]): Promise<void>;
  readonly router: Router;
}

const descriptionSchema = z.strictObject({
  binary: z.string(),
  sites: z.array(
    z.strictObject({
      name: z.string(),
      index: z.union([z.int().nonnegative(), z.literal("clients")]),
    }),
  ),
});

type Description = z.output<typeof descriptionSchema>;

const ROUTER_BOUND_MS = 10_000;

/**
 * Makes namespaces, sites and router, or takes those that run and adds the sites that are missing.
 * They last until {@link closeNetwork}, also when this process ends.
 *
 * @throws NetworkError `not-available` where the machine does not allow it.
 */
export async function openNetwork({
  directory,
  sites,
  binary,
  signal,
}: NetworkOptions): Promise<LiveNetwork> {
  for (const { name } of sites) assertName("site", name);
  const files = networkFiles(directory);
  await mkdir(files.folder, { recursive: true, mode: 0o700 });

  const there = await networkThere(files);
  const isKept = there !== undefined && !sites.some((site) => contradicts(site, there.sites));
  if (!isKept) {
    await closeNetwork(directory);
    assertAvailable();
  }
  signal?.throwIfAborted();
  const kept = isKept ? there.sites : [];
  const entrance = { files, holder: isKept ? there.holder : await startHolder(files) };
  const added = sites.filter(({ name }) => !kept.some((site) => site.name === name));
  for (const site of added) {
    signal?.throwIfAborted();
    await addSite(entrance, site);
  }
  const description = { binary, sites: [...kept, ...added] };
  await startRouter(entrance, description, signal);
  // Last: with it the network counts as open.
  await writeFileAtomically(files.description, JSON.stringify(description));
  return liveNetwork(entrance, description);
}

interface RunningNetwork extends Description {
  readonly holder: ProcessRecord;
}

/** The network that runs, if one does. */
async function networkThere(files: NetworkFiles): Promise<RunningNetwork | undefined> {
  const holder = await runningHolder(files);
  const description = holder && (await readDescription(files));
  return description && { ...description, holder };
}

/** Whether a network is open: its namespaces are there, and known. */
export const isNetworkOpen = async (directory: string): Promise<boolean> =>
  (await networkThere(networkFiles(directory))) !== undefined;

/** Whether a site cannot be had beside those that there are: its name or its addresses are taken. */
function contradicts({ name, index }: Site, there: readonly Site[]): boolean {
  return there.some((site) => (site.name === name) !== (site.index === index));
}

/** @throws NetworkError `not-running`. */
export async function attachNetwork(directory: string): Promise<LiveNetwork> {
  const files = networkFiles(directory);
  const there = await networkThere(files);
  if (there === undefined) {
    throw new NetworkError(
      "not-running",
      `no network is open in ${files.folder}: open it first, with the live depth of the sandbox`,
    );
  }
  return liveNetwork({ files, holder: there.holder }, there);
}

/** Ends a network with all that runs in it, whoever started that. */
export async function closeNetwork(directory: string): Promise<void> {
  const files = networkFiles(directory);
  const namespaces = await namespaceIds(files);
  await rm(files.description, { force: true });
  // Without it nobody can enter any more.
  await stopProcess(files.processes, HOLDER, 0);
  await stopProcess(files.processes, ROUTER);
  await killAll(files, namespaces);
  await rm(files.socket, { force: true });
}

async function readDescription(files: NetworkFiles): Promise<Description | undefined> {
  const text = await readFileIfPresent(files.description);
  return text === undefined ? undefined : descriptionSchema.parse(JSON.parse(text));
}

async function startRouter(
  entrance: Entrance,
  { binary, sites }: Description,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { files } = entrance;
  const spec = inside(entrance, undefined, routerSpec(files, binary, sites));
  const record = await readRecord(files.processes, ROUTER);
  const runs = record !== undefined && (await isRunning(record)) && isSame(record, spec);
  if (runs) return;
  await stopProcess(files.processes, ROUTER);
  await rm(files.socket, { force: true });
  const started = await startProcess(files.processes, spec);
  await awaitReady(
    files.processes,
    started,
    async () =>
      (await answers(files.socket))
        ? { ready: true }
        : { ready: false, why: `it does not answer at ${files.socket}` },
    { timeoutMs: ROUTER_BOUND_MS, ...(signal && { signal }) },
  );
  await routerAt(files.socket).setLinks(defaultLinks(sites.map(({ name }) => name)));
}

function liveNetwork(entrance: Entrance, { binary, sites }: Description): LiveNetwork {
  const siteNamed = (name: string): Site => {
    const found = sites.find((site) => site.name === name);
    if (found !== undefined) return found;
    const known = sites.map((site) => site.name).join(", ");
    throw new NetworkError("bad-name", `there is no site ${name}; there are ${known}`);
  };
  return {
    sites,
    inside: (place, spec) => inside(entrance, place, spec),
    run: (place, command) => runInside(entrance, place, command),
    addPod: async (site, name, address) => {
      await addPod(entrance, siteNamed(site), name, address);
    },
    removePod: (name) => removePod(entrance, name),
    addAddress: (name, address) => addAddress(entrance, name, address),
    captureInbound: (name, exceptPorts) => captureInbound(entrance, binary, name, exceptPorts),
    captureOutbound: (name, capture) => captureOutbound(entrance, binary, name, capture),
    redirectDns: (name, address, port) => redirectDns(entrance, binary, name, address, port),
    setServices: async (site, services) => {
      await setServices(entrance, binary, siteNamed(site).name, services);
    },
    router: routerAt(entrance.files.socket),
  };
}
